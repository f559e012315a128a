"""Sending a mail to oneself: marked as a test, by the way on which mails really leave, and never to a customer."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from console.publishing import digest_of
from console.workshop.marking import marked
from console.workshop.recipients import harmless_link
from console.workshop.sheet import Sheet
from emails.folder_mailer import FolderMailer
from emails.mailer import Mailer
from emails.message import Address, Message
from emails.outcomes import Accepted, Locked, Outcome, Postponed, Refused, Unknown, Withheld
from emails.unsubscribe import headers
from models.database import begin, look
from models.doors import PROVIDER, shut_doors
from models.permission import refusal_of
from models.tryouts import answer_tryout, customer_at, note_tryout
from workers.aftermath import plain
from workers.boot import App
from workers.pacing import allows

MOST, WITHIN = 20, timedelta(hours=1)
TOPIC = "test"  # what it is called at the provider
NO_PROVIDER = "No provider is set on this machine, so it lies among the mails on the first page, and none reaches"
MISTAKE = "What was saved last has a mistake, so a test would show something older: mend it first."
IN_SHADOW = "Nothing leaves this installation, test mails neither: it is in shadow mode (TENURE_MODE)."
NO_ROOM = "as many mails have left as `pace` in program.yaml lets leave in a minute or on a day. Try again later."
IN_PRODUCT = "It is shown inside the product, so there is nothing to mail."


@dataclass(frozen=True, slots=True)
class Said:
    """What became of it, in words; `kind` is good, warning or error."""

    kind: str
    title: str
    words: str

    @property
    def left(self) -> bool:
        """Answer whether the provider took it, or may have."""
        return self.kind != "error"


@dataclass(frozen=True, slots=True)
class Order:
    """Who wants the mail of a sheet, written so in its file, at which address of their own."""

    sheet: Sheet
    source: str
    email: str
    by: str


def send_tryout(app: App, order: Order, machine: datetime) -> Said:
    """Send a test mail, and answer plainly what became of it."""
    message = _message(app, order)
    if isinstance(message, Said):
        return message
    if refused := _hindrance(app, order, machine):
        return refused
    with begin(app.engine) as connection:
        edition = app.editions.current(connection)
        if edition is not None and not allows(app, connection, edition, 1):
            return Said("error", "Not sent:", NO_ROOM)
        allowed = note_tryout(connection, _row(order, message, machine), machine - WITHIN, MOST)
    if not allowed:
        return Said("error", "Not sent:", f"you have sent {MOST} test mails within an hour. Wait a little.")
    name, said = _told(app.mailer.send(message), order.email, app.mailer)
    with begin(app.engine) as connection:
        answer_tryout(connection, message.key, name, plain(said.words))
    return said


def _hindrance(app: App, order: Order, machine: datetime) -> Said | None:
    settings = app.settings
    if settings.shadow:
        return Said("error", "Not sent:", IN_SHADOW)
    if settings.allowed and not settings.allowed.allows(order.email):
        return Said("error", "Not sent:", f"{order.email} is not on the list of those who may be written to here.")
    with look(app.engine) as connection:
        customer, doors = customer_at(connection, order.email), shut_doors(connection, machine)
        refused = refusal_of(connection, order.email, TOPIC, commercial=False)
    if customer is not None:
        whose = f"{order.email} is the address of a contact of {customer.name} ({customer.key})"
        return Said("error", "Not sent:", f"{whose}, and a test goes to no customer.")
    if refused:
        return Said("error", "Not sent:", f"nobody may write to {order.email}: {refused} (`tenure suppress list`).")
    if PROVIDER in doors:
        return Said("error", "Not sent:", "the provider wants rest or refuses our key; `tenure status` says more.")
    return None


def _message(app: App, order: Order) -> Message | Said:
    """Answer the mail, marked as a test; or why there is none."""
    sheet = order.sheet
    if sheet.template is not None and sheet.template.channel == "in_app":
        return Said("error", "Not sent:", IN_PRODUCT)
    if sheet.lost:
        return Said("error", "Not sent:", MISTAKE)
    if sheet.template is None or sheet.content is None or sheet.book is None:
        reason = " ".join(f"{note.title} {note.words}" for note in sheet.notes)
        return Said("error", "Not sent, because there is nothing to send.", reason)
    sender = sheet.book.program.sender
    return Message(
        key=f"test-{secrets.token_hex(16)}",
        to=Address(order.email),
        sender=Address(sender.email, sender.name),
        reply_to=Address(order.email),
        content=marked(sheet.content, f"Sent by {order.by}, to see what {sheet.who} would get."),
        topic=TOPIC,
        headers=headers(harmless_link(app, sheet.template.topic)),
    )


def _row(order: Order, message: Message, machine: datetime) -> dict[str, object]:
    choice, recipient = order.sheet.choice, order.sheet.recipient
    return {
        "key": message.key, "mail": choice.mail, "locale": choice.locale, "variant": choice.variant,
        "recipient": recipient.record if recipient else "", "digest": digest_of(order.source), "email": order.email,
        "by": order.by, "at": machine, "detail": "",
    }  # fmt: skip


def _told(outcome: Outcome, email: str, mailer: Mailer) -> tuple[str, Said]:
    match outcome:
        case Accepted() if isinstance(mailer, FolderMailer):
            return "accepted", Said("good", "Written.", f"{NO_PROVIDER} {email}.")
        case Accepted(detail=detail):
            return "accepted", Said("good", "Sent.", detail or f"The provider took it for {email}.")
        case Postponed(detail=detail):
            return "postponed", Said("error", "Not sent, try again later:", detail)
        case Locked(detail=detail):
            return "locked", Said("error", "Not sent, the provider refuses our key:", detail)
        case Refused(detail=detail):
            return "refused", Said("error", "Not sent, the provider refuses the mail:", detail)
        case Unknown(detail=detail):
            return "unknown", Said("warning", "It may or may not have been sent:", detail)
        case Withheld(detail=detail):
            return "withheld", Said("error", "Not sent:", detail)
        case never:
            assert_never(never)
