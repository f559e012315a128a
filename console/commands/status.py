"""`tenure status`: is the machine at work, what is due, what is in doubt."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Annotated

import pendulum
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from console.day import busy, day_in_words
from console.doors import AT_DOORS, shut_in_words
from console.installation import open_database
from console.mode import warning
from console.pace_line import pace_line
from console.plain import as_json
from console.presence import missing
from models.census import AnyRow, Census, take_census
from models.database import look
from workers.clocks import clock, machine_time
from workers.editions import Editions
from workers.operator_mail import SILENCE
from workers.settings import Settings

LIVE = "Live: mails go to whoever they are for."
UNTOLD = "nothing of mails yet: see SendGrid in console/README.md"


def status(json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Say who is at work, what is due and overdue, which mails are in doubt, which doors shut and which feeds silent.

    Exit code 1 if something needs a human: nobody at work, a shut door, a mail in doubt, a silent feed.
    """
    settings = Settings.read()
    now, machine = clock(settings.clock)(), machine_time()
    with look(open_database(settings)) as connection:
        census = take_census(connection, now, machine)
        editions = Editions()
        edition = editions.current(connection)
        line = pace_line(connection, edition.book.program.pace, now, machine) if edition else ""
    alarms = [*filter(None, [editions.unreadable]), *_alarms(census, now, machine)]
    if json:
        told = {"mode": settings.mode, "allowed": sorted(settings.allowed.entries) if settings.allowed else None}
        told |= {one.name: getattr(census, one.name) for one in fields(census)}
        typer.echo(as_json(told | {"unreadable": editions.unreadable, "pace": line}))
    else:
        console = Console(highlight=False)
        console.print(Text(warning(settings) or LIVE, "bold yellow" if warning(settings) else "dim"))
        _print(console, census, alarms, now, machine)
        if line:
            console.print(Text(line, "dim"))
    raise typer.Exit(1 if alarms else 0)


def _print(console: Console, census: Census, alarms: Sequence[str], now: datetime, machine: datetime) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    for name, value in _figures(census, now, machine):
        table.add_row(name, value)
    console.print(table)
    for mail in census.unsettled:
        place = f"{mail.name} ({mail.account}), {mail.journey} / {mail.step}"
        console.print(Text(f"in doubt: {place}: {mail.because}", "yellow"))
    for alarm in alarms:
        console.print(Text(f"! {alarm}", "bold red"))


def _figures(census: Census, now: datetime, machine: datetime) -> Iterator[tuple[str, str]]:
    yield "now", f"{now:%Y-%m-%d %H:%M} UTC"
    yield "published", f"{census.published_at:%Y-%m-%d %H:%M} UTC" if census.published_at else "nothing yet"
    yield "accounts", f"{census.accounts:,}, {census.due:,} due" + _since(census.oldest_due, now)
    for journey, states in sorted(census.enrollments.items()):
        yield journey, ", ".join(f"{number:,} {state}" for state, number in sorted(states.items()))
    yield "messages", ", ".join(f"{n:,} {state}" for state, n in sorted(census.touchpoints.items())) or "none"
    if census.unsettled:
        since = _since(census.doubted_since, machine)
        yield "mails in doubt", f"{len(census.unsettled):,}{since}"
    yield "SendGrid tells", f"last {_words(machine - census.told_at)} ago" if census.told_at else UNTOLD
    yield "tasks", f"{census.tasks:,} open, {census.overdue:,} overdue"
    for row in busy(census.today):
        yield f"today {row.journey}", day_in_words(row)
    for beat in census.heartbeats:
        yield beat.name, f"last at work {_words(machine - beat.machine_at)} ago"
    for feed in census.feeds:
        yield f"feed {feed.name}", f"last heard {feed.heard_at:%Y-%m-%d %H:%M} UTC"


def _since(oldest: datetime | None, now: datetime) -> str:
    return f", the oldest for {_words(now - oldest)}" if oldest else ""


def _words(span: timedelta) -> str:
    return pendulum.duration(seconds=int(span.total_seconds())).in_words()


def _alarms(census: Census, now: datetime, machine: datetime) -> Iterator[str]:
    if absent := missing(census, now, machine):
        accounts = "1 account is" if census.due == 1 else f"{census.due:,} accounts are"
        waits = f" though {accounts} due" if absent == "worker" else ""
        yield f"no {absent} is at work{waits}: start one (`tenure up`, or the Procfile's {absent})"
    if census.published_at is None:
        yield "nothing is published, so nothing happens: run `tenure publish`"
    if census.asleep:
        yield f"{census.asleep} accounts would sleep through a step: run `tenure resume`, which wakes them"
    for alarm in (alarm for alarm in census.alarms if alarm.kind not in AT_DOORS):
        yield f"{alarm.because}: {'see `tenure feeds`' if alarm.kind == SILENCE else 'a person has to look'}"
    if census.unsettled:
        held = "they are held until SendGrid tells of them, or a human does: see `tenure tasks`"
        yield f"{len(census.unsettled)} mails may or may not have left; {held}"
    yield from _shut(census)


def _shut(census: Census) -> Iterator[str]:
    for door in census.closures:
        yield shut_in_words(door)
        if door.name in census.waiting:
            yield from _waiting(*census.waiting[door.name])


def _waiting(count: int, mails: Sequence[AnyRow]) -> Iterator[str]:
    yield f"  {count:,} of its mails wait" + (", such as:" if count > len(mails) else ":")
    for mail in mails:
        yield f"  {mail.name} ({mail.key}), {mail.email}: {mail.template}"
