"""Making mails ready to leave: claimed, looked at once more, written; what must not go now is settled here."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from emails.lawful import objections
from emails.message import Message
from emails.withholding import NOT_ALLOWED
from journeys.decisions import HandOver, Send
from journeys.program import Program
from models.database import begin
from models.doors import is_stopped
from models.outranked import let_others_speak
from models.restraint import ANY_NUMBER, Restraint
from models.sending import Ready, claim
from workers.aftermath import Desk, hand_over, readdress, write
from workers.boot import App
from workers.budget import within_budget
from workers.compose import compose
from workers.fuse import is_trusted
from workers.kinds import keep_kinds
from workers.recheck import Later, Never, Say, Verdict
from workers.reconsider import reconsider
from workers.settlement import Settlement
from workers.told import settle_told

log = logging.getLogger("tenure.deliver")


def restraint_of(program: Program) -> Restraint:
    """Answer how much is enough, as program.yaml says."""
    contact, account = (
        (cap.most, cap.within) if cap else ANY_NUMBER for cap in (program.caps.contact, program.caps.account)
    )
    return Restraint(program.gap, contact, account)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A mail that is ready to leave, and what it rests on."""

    desk: Desk
    message: Message
    ready: Ready


def envelopes(app: App, ids: Sequence[int], machine: datetime) -> list[Envelope]:
    """Claim those of these mails that are due and in nobody's hand, and answer the ones that are right to send."""
    if not is_trusted(app):
        return []
    now = app.now()
    with begin(app.engine) as connection:
        edition = app.editions.current(connection)
        if edition is None or is_stopped(connection, machine):
            return []
        changed = keep_kinds(connection, edition, machine, ids)
        still = [mail for mail in ids if mail not in changed]
        rows = claim(connection, still, now, machine, timedelta(seconds=app.settings.lease_seconds))
        told = settle_told(connection, edition, [row.id for row in rows if row.attempts], now, machine)
        rows = [row for row in rows if row.id not in told]
        rows = within_budget(app, connection, edition, rows, now, machine)
        looks = reconsider(connection, edition, rows, now)
        ready = [_prepare(app, connection, desk, verdict, now, machine) for desk, verdict in looks]
    ended = [desk.row for (desk, verdict), one in zip(looks, ready, strict=True) if not one and _ends(verdict)]
    _let_others_speak(app, {row.account_id for row in ended if row.commercial}, now)
    return [envelope for envelope in ready if envelope]


def _ends(verdict: Verdict) -> bool:
    """Answer whether a mail that is not ready to leave never will be: also one that could not be written."""
    return not isinstance(verdict, Later)


def _let_others_speak(app: App, accounts: Collection[int], now: datetime) -> None:
    """Once it is written for all to see which mails are not said: whoever was just told to wait for one need not."""
    if accounts:
        with begin(app.engine) as connection:
            let_others_speak(connection, accounts, now, patient=True)


def _prepare(
    app: App, connection: Connection, desk: Desk, verdict: Verdict, now: datetime, machine: datetime
) -> Envelope | None:
    match verdict:
        case Say() as say:
            return _enclose(app, connection, desk, say, now, machine)
        case Later(because=because, until=until, kind=kind, reason=reason):
            news = kind if because != desk.row.because else ""  # the same reason is told once, however often we look
            write(
                connection, desk, Settlement("planned", "", because, news, due_at=until, reason=reason), now, machine, 0
            )
        case Never(because=because, instead=instead, reason=reason):
            write(connection, desk, Settlement("skipped", "", because, "skip", reason=reason), now, machine, 0)
            if isinstance(instead, HandOver):
                hand_over(connection, desk, instead, now)
            elif isinstance(instead, Send):
                readdress(connection, desk, instead, now)
    return None


def _enclose(
    app: App, connection: Connection, desk: Desk, say: Say, now: datetime, machine: datetime
) -> Envelope | None:
    account, mail = desk.standing.account, say.template
    try:
        message = compose(app, desk.edition, now, desk.standing, say.contact, mail, desk.row.key)
    except Exception as error:  # a mail that cannot be written must stop neither the others nor the worker
        log.exception("mail %s for account %s could not be written", mail.edition, account.id)
        _refuse(
            connection, desk, f"the mail {mail.edition} could not be written for this contact: {error}", now, machine
        )
        return None
    wrong = objections(message, desk.edition.book.program.sender.postal_address) if desk.row.commercial else []
    if wrong:
        _refuse(connection, desk, f"the mail {mail.edition} may not leave as it is: {'; '.join(wrong)}", now, machine)
        return None
    if app.settings.allowed and not app.settings.allowed.allows(message.to.email):
        write(connection, desk, Settlement("skipped", "", NOT_ALLOWED, "skip", reason="mode"), now, machine, 0)
        return None
    restraint, outranking = restraint_of(desk.edition.book.program), _outranking(desk)
    to, topic, learned = message.to.email, message.topic, account.stirs
    ready = Ready(mail.name, to, topic, learned, mail.variant, mail.locale, restraint, outranking)
    return Envelope(desk, message, ready)


def _outranking(desk: Desk) -> Sequence[str]:
    """Answer the journeys that come before the one of this mail."""
    journeys = desk.edition.book.journeys
    mine = journeys[desk.row.journey].priority
    return [name for name, journey in journeys.items() if journey.priority > mine]


def _refuse(connection: Connection, desk: Desk, because: str, now: datetime, machine: datetime) -> None:
    write(connection, desk, Settlement("refused", "refused", because, "refused", task="mail-refused"), now, machine, 0)
