"""`tenure pause` and `tenure resume`: stop everything, or one journey, within seconds, and go on."""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated

import typer
from sqlalchemy import Connection, Engine

from console.doors import shut_in_words, stands_before, way_out
from console.failures import CommandError
from console.installation import open_database
from console.person import whoami
from journeys.mistakes import did_you_mean, one_of
from models.census import AnyRow, shut_now
from models.database import begin, look
from models.doors import BUDGET, COMMERCIAL, IMPORTING, PAUSED
from workers.clocks import clock, machine_time
from workers.editions import Editions
from workers.settings import Settings
from workers.stopping import (
    Resumed,
    known_journeys,
    pause_everything,
    pause_journey,
    resume_commercial,
    resume_everything,
    resume_journey,
)

ALL = "all"


def pause(
    journey: Annotated[str, typer.Argument(help="A journey, by the name of its file; or all.")] = ALL,
    because: Annotated[str, typer.Option(help="Why, for those who find it paused.")] = "no reason was given",
) -> None:
    """Stop one journey, or all looking, deciding and sending; what is being sent at this moment is finished.

    Of a paused journey nothing leaves: no mail, no message in the product, no webhook, no task. Its runs hold where
    they stand, all others go on. Events still come in.
    """
    settings = Settings.read()
    now, machine, because = clock(settings.clock)(), machine_time(), f"paused by {whoami()}: {because}"
    engine = open_database(settings)
    _check(engine, journey, [ALL])
    with begin(engine) as connection:
        if journey == ALL:
            begun = pause_everything(connection, machine, because)
        else:
            begun = pause_journey(connection, now, machine, journey, because)
        door = PAUSED if journey == ALL else f"{PAUSED} {journey}"
        shut = [shut_in_words(each) for each in shut_now(connection, machine) if each.name == door]
    what = "" if journey == ALL else f" {journey}"
    late = "and what has grown too late meanwhile follows each step's own policy"
    typer.echo(f"paused{what}; `tenure resume{what}` goes on, {late}" if begun else f"it was already: {shut[0]}")


def resume(
    journey: Annotated[str, typer.Argument(help="A journey, by the name of its file; or all; or commercial.")] = ALL,
) -> None:
    """Open what is shut for all: a pause, the fuse, a provider that refused our key; or for one journey.

    Of a journey that its budget stopped, exactly those mails are let through that wait now; if somebody paused it
    besides, that is opened first, and its budget by saying so once more. An import that is running shuts its own door
    again with the next rows.
    """
    settings = Settings.read()
    now, machine = clock(settings.clock)(), machine_time()
    engine = open_database(settings)
    _check(engine, journey, [ALL, COMMERCIAL])
    with begin(engine) as connection:
        done = _resume(connection, now, machine, journey)
        left = [door for door in shut_now(connection, machine) if _matters(door, journey)]
    typer.echo(f"open again: {', '.join(map(_said, done.opened)) or 'nothing was shut'}")
    if done.allowed:
        typer.echo(f"{done.allowed:,} mails that waited are let through, each if it is still right; no others are")
    if done.woken:
        typer.echo(f"{done.woken} accounts that would have slept through a step are woken")
    for door in left:
        typer.echo(f"{_said(door.name)} is still shut: `{way_out(door)}` opens it")


def _resume(connection: Connection, now: datetime, machine: datetime, journey: str) -> Resumed:
    if journey == ALL:
        return resume_everything(connection, now)
    if journey == COMMERCIAL:
        return resume_commercial(connection, now, machine)
    return resume_journey(connection, now, journey)


def _check(engine: Engine, journey: str, besides: Collection[str]) -> None:
    """Refuse a name that nothing has; reading the program takes a moment, in which nobody is kept waiting."""
    if journey in besides:
        return
    with look(engine) as connection:
        known = known_journeys(connection, Editions().current(connection))
    if journey not in known:
        words = sorted(known | {*besides})
        hint = did_you_mean(journey, words) or f"; there are: {one_of(words)}"
        raise CommandError(f'there is no journey "{journey}"{hint}')


def _matters(door: AnyRow, journey: str) -> bool:
    """Answer whether what was let go on by this name still stops at a door; an import is over by itself."""
    return not door.name.startswith(IMPORTING) and (journey == ALL or stands_before(door, [journey]))


def _said(name: str) -> str:
    """Answer a door as people call it."""
    kind, _, subject = name.partition(" ")
    return f"{subject} ({'pause' if kind == PAUSED else 'budget'})" if kind in {PAUSED, BUDGET} and subject else kind
