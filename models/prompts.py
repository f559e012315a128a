"""The life of a message inside the product in the database: it waits, one browser takes it, and says that it is seen.

Its states have the names of a mail's: pending, sending (taken), accepted (seen), skipped, and unknown where whoever
took it never said so. Every change is conditional, so that twice is once, however many ask at once. `now` is the
customers' time throughout, and `due_at` is when the clock has to look at it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, or_, select, text, update

from models.among import among
from models.directory import look_up
from models.doors import HELD, STOPPED
from models.tables import ACCOUNT, CONTACT, TOUCHPOINT

T = TOUCHPOINT
AWAITED = text("touchpoint.channel = 'in_app' AND touchpoint.settled_at IS NULL")  # as its partial index has it

OPEN = ("pending", "sending")
TAKEN = ("sending", "unknown")  # somebody may see it, or have seen it
SAID = (*TAKEN, "accepted")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking at the product: a person who has not left, at the account to which they belong.

    `ids` are theirs and those of contacts who turned out to be them.
    """

    account_id: int
    account: str
    contact: str
    ids: tuple[int, ...]


def find_viewer(connection: Connection, account: str, contact: str, now: datetime) -> Viewer | None:
    """Answer who is meant by these keys, or by other names of theirs; nobody unless the one belongs to the other."""
    firms = look_up(connection, "account", [account], ACCOUNT.c.id)
    people = look_up(connection, "contact", [contact], CONTACT.c.id, CONTACT.c.account_id, CONTACT.c.left_at)
    firm, person = firms.find(account), people.find(contact)
    if firm is None or person is None or person.account_id != firm.id or (person.left_at and person.left_at <= now):
        return None
    former = connection.execute(select(CONTACT.c.id).where(CONTACT.c.merged_into == person.id)).scalars()
    return Viewer(firm.id, firm.key, person.key, (person.id, *former))


def waiting_for(connection: Connection, viewer: Viewer) -> Sequence[Row[Any]]:
    """Answer the messages that wait for this person, the oldest first."""
    mine = _of(viewer).where(T.c.state == "pending").order_by(T.c.id)
    return connection.execute(mine).all()


def find_prompt(connection: Connection, viewer: Viewer, key: str) -> Row[Any] | None:
    """Answer the message of that key, whatever became of it; none if it is not this person's."""
    return connection.execute(_of(viewer).where(T.c.key == key)).one_or_none()


def take_prompt(
    connection: Connection,
    row: Row[Any],
    now: datetime,
    machine: datetime,
    patience: timedelta,
    edition: tuple[str, str, str],
) -> bool:
    """Let somebody show a waiting message; answer whether it is they, and nobody else.

    Nobody does once everything, or its journey, was stopped. `edition` is its template, the variant that is tried, and
    the language of its file.
    """
    template, variant, locale = edition
    taken = (
        update(T)
        .where(T.c.id == row.id, T.c.state == "pending", ~STOPPED, ~HELD)
        .values(
            state="sending", fence=T.c.fence + 1, attempts=T.c.attempts + 1, due_at=now + patience, hinted_at=None,
            template=template, variant=variant, locale=locale,
        )
    )  # fmt: skip
    return connection.execute(taken, {"machine": machine}).rowcount == 1


def end_prompt(
    connection: Connection, row: Row[Any], states: Collection[str], state: str, because: str, now: datetime
) -> bool:
    """Give a message another state for good if it has one of `states`; answer whether it had."""
    ended = update(T).where(T.c.id == row.id, T.c.state.in_(states))
    return connection.execute(ended.values(state=state, because=because, settled_at=now)).rowcount == 1


def postpone_prompt(connection: Connection, row: Row[Any], because: str, until: datetime) -> bool:
    """Say why a message waits on, and when the clock looks at it next; answer whether it still waits."""
    mine = update(T).where(T.c.id == row.id, T.c.state == "pending")
    return connection.execute(mine.values(because=because, due_at=until, hinted_at=None)).rowcount == 1


def recall_prompts(connection: Connection, accounts: Collection[int], now: datetime) -> None:
    """Let the clock look at once at what waits in these accounts: it may be for somebody else by now."""
    waiting = update(T).where(AWAITED, T.c.state == "pending", among(connection, T.c.account_id, accounts))
    connection.execute(waiting.values(due_at=now, hinted_at=None))


def hint_due_prompts(
    connection: Connection, now: datetime, machine: datetime, patience: timedelta, limit: int
) -> list[int]:
    """Take up to `limit` messages at which the clock has to look, and that were not hinted at for a while."""
    due = (
        select(T.c.id)
        .where(AWAITED, ~HELD, T.c.due_at <= now, or_(T.c.hinted_at.is_(None), T.c.hinted_at < machine - patience))
        .order_by(T.c.due_at, T.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    hinted = update(T).where(T.c.id.in_(due)).values(hinted_at=machine).returning(T.c.id)
    return sorted(connection.execute(hinted, {"machine": machine}).scalars())


def due_prompts(connection: Connection, ids: Collection[int], now: datetime) -> Sequence[Row[Any]]:
    """Lock and answer those of these messages at which somebody still has to look."""
    mine = select(T).where(T.c.id.in_(ids), AWAITED, T.c.due_at <= now).order_by(T.c.id)
    return connection.execute(mine.with_for_update(skip_locked=True)).all()


def _of(viewer: Viewer) -> Any:
    """Answer the messages of a person."""
    return select(T).where(T.c.contact_id.in_(viewer.ids), T.c.account_id == viewer.account_id, T.c.channel == "in_app")
