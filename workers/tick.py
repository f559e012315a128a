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
from models.doors import PROVIDER, STOPS, may_knock, shut_doors
from models.prompts import hint_due_prompts
from workers.actors import ASSESSED, MAILS, hint_accounts, hint_assessments, hint_mails, hint_prompts, hint_urgent
from workers.boot import App
from workers.broker import queued
from workers.clocks import machine_time, steady_time
from workers.editions import Edition
from workers.expiry import settle_the_dead
from workers.fuse import Pace, blow, trouble
from workers.pacing import room_for_mails
from workers.reconcile import reconcile

log = logging.getLogger("tenure.clock")

WAITING = 40  # messages in a queue beyond which no more are added
NO_ROOM = Room(0, 0)  # the provider's door is shut
ASSESSING = 4  # the same for assessments: they have all night, and must not be in the way


def tick(app: App, pace: Pace) -> None:
    """Find what is due and hint at it. Harmless when several clocks do it, or none for a while."""
    now, machine, steady = app.now(), machine_time(), steady_time()
    leap = pace.leap(machine, steady)
    with look(app.engine) as connection:
        because = trouble(connection, now, machine, leap)
        doors = shut_doors(connection, machine)
        due = is_anything_due(connection, now, machine, _patience(app))
    if because:
        _stop(app, because, machine)
    elif due and not doors & STOPS:
        _hint(app, now, machine, mails=PROVIDER not in doors)
    pace.trust(machine, steady)


class Due(NamedTuple):
    """What is due and taken, by ids."""

    urgent: list[int]
    letters: list[int]
    accounts: list[int]
    unassessed: list[int]
    prompts: list[int]


def _hint(app: App, now: datetime, machine: datetime, *, mails: bool) -> None:
    with begin(app.engine) as connection:
        edition = app.editions.current(connection)
        if edition is None:
            return
        settle_the_dead(connection, edition, now, machine, app.settings.event_patience)
        reconcile(connection, edition, now, machine, app.settings.event_patience)
        urgent, letters = _take_mails(app, connection, edition, now, machine, mails=mails)
        due = Due(urgent, letters, *_take_others(app, connection, now, machine))
    if tried(lambda: hint_accounts(due.accounts, app.settings.batch), -1) < 0:
        with begin(app.engine) as connection:
            release_accounts(connection, due.accounts)
    tried(lambda: hint_urgent(due.urgent), -1)
    tried(lambda: hint_mails(due.letters), -1)
    tried(lambda: hint_assessments(due.unassessed), -1)
    tried(lambda: hint_prompts(due.prompts), -1)


def _take_mails(
    app: App, connection: Connection, edition: Edition, now: datetime, machine: datetime, *, mails: bool
) -> tuple[list[int], list[int]]:
    """Take what may leave now: what is urgent, and the rest."""
    patience, first, post = _patience(app), _room("urgent"), _room("deliver")
    free = room_for_mails(app, connection, edition) if mails else NO_ROOM
    before = min(first * MAILS, free.all)
    urgent = hint_urgent_mails(connection, now, machine, patience, before) if before else []
    most = min(post * MAILS, free.commercial or post * MAILS)  # where there is no room, calls go on
    letters = hint_due_mails(connection, now, machine, patience, most, mails=free.commercial > 0) if most else []
    if not mails and may_knock(connection, machine):
        letters += hint_knock(connection, now, machine, patience)
    return urgent, letters


def _take_others(
    app: App, connection: Connection, now: datetime, machine: datetime
) -> tuple[list[int], list[int], list[int]]:
    """Take the accounts to look at, those to assess, and the messages in the product to look after."""
    patience, room, night = _patience(app), _room("advance"), _room("assess", ASSESSING)
    accounts = lease_due_accounts(connection, now, machine, patience, room * app.settings.batch) if room else []
    unassessed = lease_unassessed(connection, now, machine, patience, night * ASSESSED) if night else []
    prompts = hint_due_prompts(connection, now, machine, patience, night * ASSESSED) if night else []
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


def _stop(app: App, because: str, machine: datetime) -> None:
    log.error("stopped: %s. When the clocks are right again, run `tenure resume`", because)
    with begin(app.engine) as connection:
        blow(connection, because, machine)
