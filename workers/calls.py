"""Telling other systems what a step says: claimed, written down, tried; again with growing patience until it is known.

A receiver knows a call by its key, so one that is in doubt is made again. What nobody takes for days is given up, and
the operators are told.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from emails.outcomes import Accepted, Outcome, Postponed, Refused, Withheld
from models.alarms import clear_alarm, raise_alarm
from models.calls import open_call, told_by
from models.database import begin
from models.doors import is_stopped
from models.sending import Answer, claim, settle, settle_and_tell
from workers.aftermath import ledger_line, plain
from workers.boot import App
from workers.clocks import machine_time
from workers.fuse import is_steady, is_trusted
from workers.manners import STOPPING
from workers.settlement import Settlement, settlement
from workers.webhook import Caller, Letter, letter_of

log = logging.getLogger("tenure.calls")

WEBHOOK = "webhook"  # the channel, and the kind of alarm
PATIENCE = timedelta(days=3)  # from when on we give up
AFTER = 4  # tries that failed, an hour and more: then somebody is told
LOOK_AGAIN = timedelta(hours=1)
SHADOW = "this installation is in shadow mode: it would have been told, and was not"
WITHDRAWN = "the webhook {} is not in program.yaml any more: it waits until it is there again"
UNSIGNED = "nothing can be signed without TENURE_WEBHOOK_SECRET: set it, and start Tenure again"


def deliver_calls(app: App, ids: Sequence[int]) -> None:
    """Make those of these calls that are due and in nobody's hand."""
    if not is_trusted(app):
        return
    claimed_at = machine_time()
    for row, letter in _claimed(app, ids, claimed_at):
        if STOPPING.is_set() or not is_steady() or not _time_left(app, claimed_at):
            _put_off(app, row, row.because, app.now())
        elif letter is None:
            _put_off(app, row, WITHDRAWN.format(row.template), app.now() + LOOK_AGAIN)
        elif app.settings.shadow:
            _rehearse(app, row)
        elif not app.settings.webhook_secret.get_secret_value():
            _put_off(app, row, UNSIGNED, app.now() + LOOK_AGAIN)
        else:
            _call(app, row, letter)


def _claimed(app: App, ids: Sequence[int], machine: datetime) -> list[tuple[Row[Any], Letter | None]]:
    """Take the calls, each with what it says (None: its webhook is withdrawn)."""
    now, lease = app.now(), timedelta(seconds=app.settings.lease_seconds)
    with begin(app.engine) as connection:
        edition = app.editions.current(connection)
        if edition is None or is_stopped(connection, machine):
            return []
        rows = claim(connection, ids, now, machine, lease, WEBHOOK)
        told = told_by(connection, rows) if rows else {}
    addresses = edition.book.program.webhooks
    return [
        (row, _letter(row, told[row.id], addresses[row.template])) if row.template in addresses else (row, None)
        for row in rows
    ]


def _letter(row: Row[Any], told: Row[Any], url: str) -> Letter:
    said = {"journey": row.journey, "occurrence": row.occurrence, "step": row.step, "webhook": row.template}
    why = {"because": told.because, "evidence": told.evidence, "at": told.at.isoformat()}
    return letter_of(url, row.key, {"account": {"id": told.account, "name": told.name}, **said, **why})


def _rehearse(app: App, row: Row[Any]) -> None:
    """Write that the other system would have been told: in one transaction, so that nobody is about to call."""
    machine = machine_time()
    with begin(app.engine) as connection:
        number = open_call(connection, row, machine)
        if number is not None:
            _settle(connection, row, Withheld(SHADOW), number, app.now(), machine)


def _call(app: App, row: Row[Any], letter: Letter) -> None:
    with begin(app.engine) as connection:
        number = open_call(connection, row, machine_time())
    if number is None:
        _put_off(app, row, row.because, app.now())  # if it is still ours: it is hinted at once it may be made
        return
    settings = app.settings
    caller = Caller(settings.webhook_secret.get_secret_value(), settings.deadline_seconds, settings.webhook_inside)
    outcome = _patient(caller.call(letter, machine_time()), row, app.now())
    with begin(app.engine) as connection:
        _settle(connection, row, outcome, number, app.now(), machine_time())


def _patient(outcome: Outcome, row: Row[Any], now: datetime) -> Outcome:
    """Give up on what nobody took for days."""
    if isinstance(outcome, Postponed) and now - row.created_at > PATIENCE:
        return Refused(f"given up after {PATIENCE.days} days: {outcome.detail}")
    return outcome


def _settle(
    connection: Connection, row: Row[Any], outcome: Outcome, number: int, now: datetime, machine: datetime
) -> None:
    found = settlement(outcome, number, now, machine)
    because = plain(f"{row.template}: {found.because}")
    if not _written(connection, row, replace(found, because=because), number, now, machine):
        return
    if isinstance(outcome, Accepted):
        clear_alarm(connection, now, WEBHOOK, row.template)
    elif isinstance(outcome, Refused) or number >= AFTER:
        _alarm(connection, row, because, now)


def _alarm(connection: Connection, row: Row[Any], because: str, now: datetime) -> None:
    if raise_alarm(connection, now, WEBHOOK, row.template, f"the webhook {because}"):
        log.error("the webhook %s", because)


def _written(
    connection: Connection, row: Row[Any], found: Settlement, number: int, now: datetime, machine: datetime
) -> bool:
    values: dict[str, Any] = {"state": found.state, "because": found.because}
    values |= {"due_at": found.due_at} if found.due_at else {}
    answer = Answer(number, found.outcome, found.because, machine)
    line = ledger_line(row, found.kind, found.because, now, found.due_at)
    return settle_and_tell(connection, row, values, now if found.state != "planned" else None, answer, line)


def _put_off(app: App, row: Row[Any], because: str, until: datetime) -> None:
    with begin(app.engine) as connection:
        settle(connection, row, {"state": "planned", "because": because, "due_at": until})


def _time_left(app: App, since: datetime) -> bool:
    """Answer whether a whole try still fits into the lease that was taken then."""
    left = app.settings.lease_seconds - (machine_time() - since).total_seconds()
    return left > app.settings.deadline_seconds
