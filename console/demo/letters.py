"""The mails of a few accounts, laid into the outbox as the provider got them, so that one can open them."""

from collections.abc import Collection, Iterator
from pathlib import Path

from sqlalchemy import Connection, select

from emails.message import Address, Content, Message
from emails.outbox import Outbox
from emails.standin.contract import Mail, Mailbox
from models.tables import ACCOUNT, TOUCHPOINT


def lay_out(connection: Connection, bodies: Path, outbox: Path, accounts: Collection[str]) -> int:
    """Lay every mail that the provider accepted for these accounts into `outbox`; answer how many."""
    query = select(TOUCHPOINT.c.key).join(ACCOUNT, ACCOUNT.c.id == TOUCHPOINT.c.account_id)
    keys = set(connection.execute(query.where(ACCOUNT.c.key.in_(accounts))).scalars())
    messages = [message for message in _messages(bodies) if message.key in keys]
    for message in messages:
        Outbox(outbox).put(message)
    return len(messages)


def _messages(bodies: Path) -> Iterator[Message]:
    if bodies.exists():
        with bodies.open(encoding="utf-8") as lines:
            yield from (_message(Mail.model_validate_json(line)) for line in lines if line.endswith("\n"))


def _message(mail: Mail) -> Message:
    parts = {part.type: part.value for part in mail.content or ()}
    return Message(
        key=mail.custom_args["send_key"],
        to=_address(mail.personalizations[0].to[0]),
        sender=_address(mail.sender),
        content=Content(mail.subject or "", "", parts["text/html"], parts["text/plain"]),
        topic=mail.categories[0],
        reply_to=_address(mail.reply_to) if mail.reply_to else None,
        headers=mail.headers,
    )


def _address(mailbox: Mailbox) -> Address:
    return Address(mailbox.email, mailbox.name or "")
