"""Sending a batch of mails, each under its own fence, lease and pair of transactions.

No transaction is open while we speak to the provider. What became of one mail and the opening of the next are one
commit, so that a process that dies leaves at most one mail per thread whose fate is unknown.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from emails.message import Message
from emails.outcomes import Outcome
from models.database import begin
from models.sending import claim, obstacle, open_attempt
from workers.aftermath import Desk, hand_over, write
from workers.boot import App
from workers.clocks import machine_time
from workers.compose import compose
from workers.gather import accounts_by_id, gather
from workers.manners import STOPPING
from workers.patience import patiently
from workers.recheck import Later, Never, Say, recheck
from workers.settlement import Settlement, settlement

log = logging.getLogger("tenure.deliver")


@dataclass(frozen=True, slots=True)
class Envelope:
    """A mail that is ready to leave."""

    desk: Desk
    message: Message
    template: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A mail that was handed to the provider, and what the provider said."""

    envelope: Envelope
    number: int
    outcome: Outcome


def deliver_mails(app: App, ids: Sequence[int]) -> None:
    """Send those of these mails that are due, in nobody else's hand, and still right to send."""
    claimed_at = machine_time()
    last: Answered | None = None
    for envelope in _envelopes(app, ids, claimed_at):
        if STOPPING.is_set() or not _time_left(app, claimed_at):
            break  # what is known of the others grows old; their lease runs out and somebody looks afresh
        try:
            number = _settle_and_open(app, last, envelope)
        except DBAPIError as error:
            log.warning("the database went away between two mails: %s", error.orig)
            patiently(lambda: _settle_and_take_back(app, last, envelope))  # noqa: B023  (runs before the next turn)
            return
        last = Answered(envelope, number, app.mailer.send(envelope.message)) if number else None
    if last:
        patiently(lambda: _settle_and_take_back(app, last, None))


def _envelopes(app: App, ids: Sequence[int], machine: datetime) -> list[Envelope]:
    """Claim the mails and look once more at each; what must not go now is settled here."""
    now = app.now()
    with begin(app.engine) as connection:
        edition = app.editions.current(connection)
        rows = claim(connection, ids, now, machine, timedelta(seconds=app.settings.lease_seconds))
        if edition is None or not rows:
            return []
        accounts = accounts_by_id(connection, {row.account_id for row in rows})
        standings = {s.account.id: s for s in gather(connection, accounts, edition.needs, now)}
        desks = [Desk(row, standings[row.account_id], edition) for row in rows]
        return [envelope for desk in desks for envelope in _prepare(app, connection, desk, now, machine)]


def _prepare(app: App, connection: Connection, desk: Desk, now: datetime, machine: datetime) -> Iterator[Envelope]:
    row, edition = desk.row, desk.edition
    enrollment = desk.standing.enrollments[row.journey, row.occurrence]
    journey = app.editions.journey(connection, edition, enrollment.publication_id, row.journey)
    match recheck(now, row, desk.standing, journey, edition.book.catalog, edition.library):
        case Say(template=template, contact=contact):
            try:
                message = compose(app, edition, now, desk.standing, contact, template, row.key)
            except Exception as error:  # a mail that cannot be written must stop neither the others nor the worker
                log.exception("mail %s for account %s could not be written", template, row.account_id)
                because = f"the mail {template} could not be written for this contact: {error}"
                found = Settlement("refused", "refused", because, "refused", task="mail-refused")
                write(connection, desk, found, now, machine, 0)
            else:
                yield Envelope(desk, message, template)
        case Later(because=because, until=until):
            write(connection, desk, Settlement("planned", "", because, "hold", due_at=until), now, machine, 0)
        case Never(because=because, handover=handover):
            write(connection, desk, Settlement("skipped", "", because, "skip"), now, machine, 0)
            if handover:
                hand_over(connection, desk, handover, now)


def _settle_and_open(app: App, last: Answered | None, envelope: Envelope) -> int | None:
    """Transaction B of the last mail and transaction A of this one; answer the number of the try, if it may be made."""
    machine = machine_time()
    row, message = envelope.desk.row, envelope.message
    with begin(app.engine) as connection:
        if last:
            _settle(app, connection, last, machine)
        number = open_attempt(connection, row, envelope.template, message.to.email, message.topic, machine, _lease(app))
        if number is None:
            _give_up(app, connection, envelope, machine)
        return number


def _give_up(app: App, connection: Connection, envelope: Envelope, machine: datetime) -> None:
    desk, message = envelope.desk, envelope.message
    now = app.now()
    match obstacle(connection, desk.row, message.to.email, message.topic, machine):
        case "suppressed":
            because = f"the address does not want mails about {message.topic}"
            write(connection, desk, Settlement("skipped", "", because, "suppressed"), now, machine, 0)
        case "left":
            because = "the account has left the journey"
            write(connection, desk, Settlement("skipped", "", because, "skip"), now, machine, 0)
        case "shut":
            write(connection, desk, Settlement("planned", "", desk.row.because), now, machine, 0)
        case _:
            log.info("mail %s is in other hands by now", desk.row.id)


def _settle(app: App, connection: Connection, answered: Answered, machine: datetime) -> None:
    found = settlement(answered.outcome, answered.number, app.now(), machine)
    write(connection, answered.envelope.desk, found, app.now(), machine, answered.number)


def _settle_and_take_back(app: App, last: Answered | None, envelope: Envelope | None) -> None:
    """Write what became of the last mail; the next one, which nobody was sent, is planned again."""
    machine = machine_time()
    with begin(app.engine) as connection:
        if last:
            _settle(app, connection, last, machine)
        if envelope:
            row = envelope.desk.row
            write(connection, envelope.desk, Settlement("planned", "", row.because), app.now(), machine, 0)


def _lease(app: App) -> timedelta:
    return timedelta(seconds=app.settings.lease_seconds)


def _time_left(app: App, claimed_at: datetime) -> bool:
    """Answer whether a whole try still fits into the lease that the batch was claimed under."""
    left = app.settings.lease_seconds - (machine_time() - claimed_at).total_seconds()
    return left > app.settings.deadline_seconds
