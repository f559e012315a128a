"""Sending a batch of mails, each under its own fence, lease and pair of transactions.

No transaction is open while we speak to the provider. What became of one mail and the opening of the next are one
commit, so that a process that dies leaves at most one mail per thread whose fate is unknown.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row
from sqlalchemy.exc import DBAPIError

from emails.outcomes import Outcome, Withheld
from emails.withholding import SHADOW
from models.database import begin
from models.doors import knock
from models.outranked import let_others_speak
from models.permission import refusal_of
from models.sending import obstacle, open_attempt
from workers.aftermath import write
from workers.boot import App
from workers.breaker import Breaker
from workers.clocks import machine_time
from workers.envelope import Envelope, envelopes
from workers.fuse import is_steady
from workers.manners import STOPPING
from workers.pacing import Batch, allowed, give_back_unused
from workers.patience import patiently
from workers.reconcile import policy_of
from workers.settlement import Settlement, settlement
from workers.told import settle_told

log = logging.getLogger("tenure.deliver")


class Try(NamedTuple):
    """One try at a mail: its number, and whether it knocks at the door of a provider that was in trouble."""

    number: int
    knocks: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """A mail that was handed to the provider, and what the provider said."""

    envelope: Envelope
    tried: Try
    outcome: Outcome


def deliver_mails(app: App, ids: Sequence[int]) -> None:
    """Send those of these mails that are due, in nobody else's hand, and still right to send.

    What is left when we have to stop is given back.
    """
    claimed_at = machine_time()
    ready = envelopes(app, ids, claimed_at)
    if ready:
        batch = allowed(app, ready)
        with app.engine.connect() as connection:  # one for all: borrowing it again costs a question to the database
            last = _send(app, connection, batch, claimed_at)
        if last or batch.rest:
            patiently(lambda: _settle_and_give_back(app, last, batch.rest))
        give_back_unused(app, batch)


def _send(app: App, connection: Connection, batch: Batch, claimed_at: datetime) -> Answered | None:
    """Send from the front of the batch for as long as we may; answer the last one, which is still to be settled."""
    last: Answered | None = None
    waiting = batch.waiting
    while waiting and not STOPPING.is_set() and not batch.is_over and is_steady() and _time_left(app, claimed_at):
        opened_at = machine_time()
        try:
            tried = _settle_and_open(app, connection, last, waiting[0])
        except DBAPIError as error:
            log.warning("the database went away between two mails: %s", error.orig)
            break
        last = None
        if tried and (batch.is_stale or not _time_left(app, opened_at)):  # we slept since: others may hold it for dead
            break
        envelope = waiting.popleft()
        if tried is None:
            batch.unused += 1
        else:
            last = Answered(envelope, tried, app.mailer.send(envelope.message))
    return last


def _settle_and_open(app: App, connection: Connection, last: Answered | None, envelope: Envelope) -> Try | None:
    """Transaction B of the last mail and transaction A of this one; answer the try, if it may be made."""
    now, machine = app.now(), machine_time()
    with connection.begin():
        if last:
            _settle(app, connection, last, machine)
        tried = _open(app, connection, envelope, now, machine)
        if tried is None:
            _give_up(connection, envelope, now, machine)
        elif app.settings.shadow:  # said and settled in one: nobody in shadow is ever about to send
            _settle(app, connection, Answered(envelope, tried, Withheld(SHADOW)), machine)
            return None
        return tried


def _open(app: App, connection: Connection, envelope: Envelope, now: datetime, machine: datetime) -> Try | None:
    row, ready, lease = envelope.desk.row, envelope.ready, _lease(app)
    number = open_attempt(connection, row, ready, now, machine, lease)
    if number is not None:
        return Try(number)
    resting = obstacle(connection, row, ready, now, machine) == "resting"
    if not resting or not knock(connection, machine, machine + lease):
        return None
    number = open_attempt(connection, row, ready, now, machine, lease, knocks=True)
    return None if number is None else Try(number, knocks=True)


def _give_up(connection: Connection, envelope: Envelope, now: datetime, machine: datetime) -> None:
    desk, ready = envelope.desk, envelope.ready
    match obstacle(connection, desk.row, ready, now, machine):
        case "suppressed":
            why = refusal_of(connection, ready.email, ready.topic, commercial=desk.row.commercial)
            because = f"the address gets no mails about {ready.topic}: {why}"
            write(connection, desk, Settlement("skipped", "", because, "suppressed"), now, machine, 0)
            _let_others_speak(connection, desk.row, now)
        case "left":
            because = "the account has left the journey"
            write(connection, desk, Settlement("skipped", "", because, "skip"), now, machine, 0)
            _let_others_speak(connection, desk.row, now)
        case "told":
            settle_told(connection, desk.edition, [desk.row.id], now, machine)
        case "shut" | "resting" | "moved" | "stirred" | "crowded" | "gone":
            _give_back(connection, envelope, now, machine)
        case _:
            log.info("mail %s is in other hands by now", desk.row.id)


def _settle(app: App, connection: Connection, answered: Answered, machine: datetime) -> None:
    now, desk, (number, knocks) = app.now(), answered.envelope.desk, answered.tried
    found = settlement(answered.outcome, number, now, machine)
    if found.state == "unknown" and (app.settings.event_patience or policy_of(desk.edition, desk.row) != "hold"):
        found = replace(found, task=None)  # it is looked into before a human is asked, if at all
    write(connection, desk, found, now, machine, number)
    Breaker(app.settings.breaker).note(connection, answered.outcome, now, machine, knocks=knocks)
    if found.state == "refused":
        _let_others_speak(connection, desk.row, now)


def _let_others_speak(connection: Connection, row: Row[Any], now: datetime) -> None:
    """What was held for this mail is held for nothing."""
    if row.commercial:
        let_others_speak(connection, [row.account_id], now)


def _settle_and_give_back(app: App, last: Answered | None, waiting: Iterable[Envelope]) -> None:
    """Write what became of the last mail; the others, which nobody was sent, are planned again."""
    now, machine = app.now(), machine_time()
    with begin(app.engine) as connection:
        if last:
            _settle(app, connection, last, machine)
        for envelope in waiting:
            _give_back(connection, envelope, now, machine)


def _give_back(connection: Connection, envelope: Envelope, now: datetime, machine: datetime) -> None:
    """Leave the mail to a fresh look: the clock hints at it again as soon as it may be sent."""
    row = envelope.desk.row
    write(connection, envelope.desk, Settlement("planned", "", row.because), now, machine, 0)


def _lease(app: App) -> timedelta:
    return timedelta(seconds=app.settings.lease_seconds)


def _time_left(app: App, since: datetime) -> bool:
    """Answer whether a whole try still fits into a lease that was taken then."""
    left = app.settings.lease_seconds - (machine_time() - since).total_seconds()
    return left > app.settings.deadline_seconds
