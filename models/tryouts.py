"""Test mails: who sent which, when, and what became of them; and whether an address is a customer's."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, text, update

from models.tables import ACCOUNT, CONTACT, TRYOUT

T = TRYOUT.c
LOCK = 7_236_010  # any number that nobody else takes for an advisory lock


def note_tryout(connection: Connection, values: Mapping[str, Any], since: datetime, most: int) -> bool:
    """Write that a test mail is about to be sent; answer whether it may: its sender sent fewer than `most` since then.

    Whoever asks at the same moment waits, so that nobody sends more by being quick.
    """
    if connection.dialect.name == "postgresql":  # SQLite lets one transaction write at a time anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    mine = select(func.count()).select_from(TRYOUT).where(T.by == values["by"], T.at > since)
    if connection.execute(mine).scalar_one() >= most:
        return False
    connection.execute(insert(TRYOUT), dict(values))
    return True


def answer_tryout(connection: Connection, key: str, outcome: str, detail: str) -> None:
    """Write what the provider said of a test mail."""
    connection.execute(update(TRYOUT).where(T.key == key).values(outcome=outcome, detail=detail))


def latest_tryouts(connection: Connection, mail: str, count: int) -> Sequence[Row[Any]]:
    """Answer the newest test mails of this mail, the newest first."""
    query = select(TRYOUT).where(T.mail == mail).order_by(T.id.desc()).limit(count)
    return connection.execute(query).all()


def customer_at(connection: Connection, email: str) -> Row[Any, Any] | None:
    """Answer the account (key, name) that has a contact with this address; none: it is no customer's.

    What stands behind a + in an address changes nothing about who reads it.
    """
    name, _, domain = email.lower().rpartition("@")
    reader, known = name.partition("+")[0], CONTACT.c.email
    tagged = known.startswith(f"{reader}+", autoescape=True) & known.endswith(f"@{domain}", autoescape=True)
    theirs = CONTACT.c.account_id == ACCOUNT.c.id
    query = select(ACCOUNT.c.key, ACCOUNT.c.name).join(CONTACT, theirs)
    query = query.where(known.in_([email.lower(), f"{reader}@{domain}"]) | tagged)
    return connection.execute(query.order_by(ACCOUNT.c.id).limit(1)).one_or_none()
