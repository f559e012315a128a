"""One tick of the clock: can time be trusted, what is due, who died; and the hints that follow."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from dramatiq.errors import BrokerError
from redis import RedisError
from sqlalchemy import Connection

from models.agenda import (
    hint_due_mails,
    hint_knock,
    hint_urgent_mails,
    is_anything_due,
    lease_due_accounts,
    lease_unassessed,
    release_accounts,
)
from models.allowances import Room
from models.database import begin, look
from models.doors import FUSE, PROVIDER, STOPS, may_knock, shut_doors
from models.prompts import hint_due_prompts
from workers.actors import ASSESSED, MAILS, hint_accounts, hint_assessments, hint_mails, hint_prompts, hint_urgent
from workers.agreement import look_at_clocks
from workers.backlog import interruption, is_noted, note_interruption, surprise
from workers.boot import App
from workers.broker import queued
from workers.editions import Edition
from workers.expiry import settle_the_dead
from workers.fuse import Pace, agree, blow, trouble
from workers.kinds import keep_kinds
from workers.pacing import room_for_mails
from workers.reconcile import reconcile

log = logging.getLogger("tenure.clock")

WAITING = 40  # messages in a queue beyond which no more are added
NO_ROOM = Room(0, 0)  # the provider's door is shut
ASSESSING = 4  # the same for assessments: they have all night, and must not be in the way


def tick(app: App, pace: Pace) -> datetime | None:
    """Find what is due and hint at it. Harmless when several clocks do it, or none for a while.

    Leases are judged by the database's time, which is the same for all. Answers that time, now judged; none if this
    machine's clock is wrong: then nothing was touched.
    """
    with look(app.engine) as connection:
        clocks = look_at_clocks(connection)
    if not agree(app, pace, clocks):
        return None
    now, machine = app.now(), clocks.database
    with look(app.engine) as connection:
        doors = shut_doors(connection, machine)
        since = interruption(connection, now, doors)
        because = trouble(connection, now, clocks, pace.leapt(clocks))
        if not because and app.settings.clock is None:  # a time-lapse jumps from one day to the next
            because = surprise(connection, now, since)
        due = is_anything_due(connection, now, machine, _patience(app))
        noted = since != now or is_noted(connection, now)
    if not noted:
        _note(app, now, machine)
    if because:
        _stop(app, because, now, machine)
    elif due and not doors & STOPS:
        _hint(app, now, machine, mails=PROVIDER not in doors)
    elif due and FUSE not in doors:
        _settle(app, now, machine)
    pace.trust(clocks)
    return machine


class Rooms(NamedTuple):
    """How many more messages each queue may hold; asked before anything is locked, as Redis may be slow to answer."""

    urgent: int
    deliver: int
    advance: int
    assess: int


class Due(NamedTuple):
    """What is due and taken, by ids."""

    urgent: list[int]
    letters: list[int]
    accounts: list[int]
    unassessed: list[int]
    prompts: list[int]


def _hint(app: App, now: datetime, machine: datetime, *, mails: bool) -> None:
    rooms = Rooms(_room("urgent"), _room("deliver"), _room("advance"), _room("assess", ASSESSING))
    with begin(app.engine) as connection:
        edition = app.editions.current(connection)
        if edition is None:
            return
        _look_into_doubts(app, connection, edition, now, machine)
        keep_kinds(connection, edition, machine)
        free = room_for_mails(app, connection, edition) if mails else NO_ROOM
        urgent, letters = _take_mails(app, connection, now, machine, rooms, free)
        if not mails and may_knock(connection, machine):
            letters += hint_knock(connection, now, machine, _patience(app))
        due = Due(urgent, letters, *_take_others(app, connection, now, machine, rooms))
    if tried(lambda: hint_accounts(due.accounts, app.settings.batch), -1) < 0:
        with begin(app.engine) as connection:
            release_accounts(connection, due.accounts)
    tried(lambda: hint_urgent(due.urgent), -1)
    tried(lambda: hint_mails(due.letters), -1)
    tried(lambda: hint_assessments(due.unassessed), -1)
    tried(lambda: hint_prompts(due.prompts), -1)


def _settle(app: App, now: datetime, machine: datetime) -> None:
    """Look into what is in doubt, which sends nothing: it goes on while everything else is stopped."""
    with begin(app.engine) as connection:
        edition = app.editions.current(connection)
        if edition is not None:
            _look_into_doubts(app, connection, edition, now, machine)


def _look_into_doubts(app: App, connection: Connection, edition: Edition, now: datetime, machine: datetime) -> None:
    settle_the_dead(connection, edition, now, machine, app.settings.event_patience)
    reconcile(connection, edition, now, machine, app.settings.event_patience)


def _take_mails(
    app: App, connection: Connection, now: datetime, machine: datetime, rooms: Rooms, free: Room
) -> tuple[list[int], list[int]]:
    """Take what may leave now: what is urgent, and the rest."""
    patience = _patience(app)
    before = min(rooms.urgent * MAILS, free.all)
    urgent = hint_urgent_mails(connection, now, machine, patience, before) if before else []
    most = min(rooms.deliver * MAILS, free.commercial or rooms.deliver * MAILS)  # where there is no room, calls go on
    letters = hint_due_mails(connection, now, machine, patience, most, mails=free.commercial > 0) if most else []
    return urgent, letters


def _take_others(
    app: App, connection: Connection, now: datetime, machine: datetime, rooms: Rooms
) -> tuple[list[int], list[int], list[int]]:
    """Take the accounts to look at, those to assess, and the messages in the product to look after."""
    patience, looks, night = _patience(app), rooms.advance * app.settings.batch, rooms.assess * ASSESSED
    accounts = lease_due_accounts(connection, now, machine, patience, looks) if looks else []
    unassessed = lease_unassessed(connection, now, machine, patience, night) if night else []
    prompts = hint_due_prompts(connection, now, machine, patience, night) if night else []
    return accounts, unassessed, prompts


def _patience(app: App) -> timedelta:
    return timedelta(seconds=app.settings.patience_seconds)


def _room(queue: str, most: int = WAITING) -> int:
    """Answer how many more messages a queue may hold: what nobody works off must not fill Redis."""
    return max(0, most - tried(lambda: queued(queue), most))


def tried(act: Callable[[], int], otherwise: int) -> int:
    """Answer what `act` answers, or something else if Redis is away: the rows keep, and are hinted at again."""
    try:
        return act()
    except (RedisError, BrokerError) as error:
        log.warning("Redis is away, so nobody can be hinted at; the rows keep: %s", error)
        return otherwise


def _stop(app: App, because: str, now: datetime, machine: datetime) -> None:
    with begin(app.engine) as connection:
        blow(connection, because, now, machine)


def _note(app: App, now: datetime, machine: datetime) -> None:
    with begin(app.engine) as connection:
        note_interruption(connection, now, machine)
