"""One tick of the clock: can time be trusted, what is due, who died; and the hints that follow."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from dramatiq.errors import BrokerError
from redis import RedisError

from models.agenda import hint_due_mails, is_anything_due, lease_due_accounts, lease_unassessed, release_accounts
from models.database import begin, look
from models.doors import PROVIDER, STOPS, shut_doors
from models.prompts import hint_due_prompts
from workers.actors import ASSESSED, MAILS, hint_accounts, hint_assessments, hint_mails, hint_prompts
from workers.backlog import interruption, is_noted, note_interruption, surprise
from workers.boot import App
from workers.broker import queued
from workers.clocks import machine_time, steady_time
from workers.expiry import settle_the_dead
from workers.fuse import Pace, blow, trouble

log = logging.getLogger("tenure.clock")

WAITING = 40  # messages in a queue beyond which no more are added
ASSESSING = 4  # the same for assessments: they have all night, and must not be in the way


def tick(app: App, pace: Pace) -> None:
    """Find what is due and hint at it. Harmless when several clocks do it, or none for a while."""
    now, machine, steady = app.now(), machine_time(), steady_time()
    leap = pace.leap(machine, steady)
    with look(app.engine) as connection:
        doors = shut_doors(connection, machine)
        since = interruption(connection, now, doors)
        because = trouble(connection, now, machine, leap)
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
    pace.trust(machine, steady)


def _hint(app: App, now: datetime, machine: datetime, *, mails: bool) -> None:
    size, patience = app.settings.batch, _patience(app)
    room = _room("advance")
    post = _room("deliver")
    night = _room("assess", ASSESSING)
    with begin(app.engine) as connection:
        edition = app.editions.current(connection)
        if edition is None:
            return
        settle_the_dead(connection, edition, now, machine)
        letters = hint_due_mails(connection, now, machine, patience, post * MAILS, mails=mails) if post else []
        accounts = lease_due_accounts(connection, now, machine, patience, room * size) if room else []
        unassessed = lease_unassessed(connection, now, machine, patience, night * ASSESSED) if night else []
        prompts = hint_due_prompts(connection, now, machine, patience, night * ASSESSED) if night else []
    if tried(lambda: hint_accounts(accounts, size), -1) < 0:
        with begin(app.engine) as connection:
            release_accounts(connection, accounts)
    tried(lambda: hint_mails(letters), -1)
    tried(lambda: hint_assessments(unassessed), -1)
    tried(lambda: hint_prompts(prompts), -1)


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
