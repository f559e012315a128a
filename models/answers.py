"""Answers to surveys: who was asked by which touchpoint, and whether they have answered."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from models.tables import ACCOUNT, CONTACT, ENROLLMENT, EVENT, TOUCHPOINT

E = EVENT.c
ANSWERS = (
    "nps answered", "csat answered", "goals stated", "goal reached", "cancellation requested", "cancellation answered",
)  # fmt: skip
DOOR = "survey "  # what the origin of an event begins with that was answered on a page of ours


def who_was_asked(connection: Connection, key: str) -> Row[Any, Any, Any, Any, Any] | None:
    """Answer the account and contact (their keys) to whom something was said under this send key, and since when
    the run went on in which it was; none: nothing was. A person who turned out to be somebody else is that one.
    """
    owner = CONTACT.alias()
    return connection.execute(
        select(
            ACCOUNT.c.id.label("account_id"), ACCOUNT.c.key.label("account"), ENROLLMENT.c.started_at,
            CONTACT.c.key.label("contact"), owner.c.key.label("owner"),
        )
        .select_from(TOUCHPOINT)
        .join(ACCOUNT, ACCOUNT.c.id == TOUCHPOINT.c.account_id)
        .join(CONTACT, CONTACT.c.id == TOUCHPOINT.c.contact_id)
        .join(ENROLLMENT, ENROLLMENT.c.id == TOUCHPOINT.c.enrollment_id)
        .outerjoin(owner, owner.c.id == CONTACT.c.merged_into)
        .where(TOUCHPOINT.c.key == key)
    ).one_or_none()  # fmt: skip


def is_answered(connection: Connection, message_id: str) -> bool:
    """Answer whether the answers of this message id are recorded."""
    return connection.execute(select(E.id).where(E.message_id == message_id)).first() is not None


def properties_at(connection: Connection, account_id: int, at: datetime, names: Collection[str]) -> dict[str, Any]:
    """Answer those of the properties `names` that the events told that happened at the account at this very moment."""
    found: dict[str, Any] = {}
    query = select(E.properties).where(E.account_id == account_id, E.at == at).order_by(E.id)
    for told in connection.execute(query).scalars():
        found |= {name: told[name] for name in names if name in told}
    return found


def answers_of(connection: Connection, account_id: int) -> Sequence[Row[Any, Any, Any, Any]]:
    """Answer what people at the account told us themselves, oldest first: on a page of ours, or by another door."""
    told = or_(E.origin.startswith(DOOR), E.reserved & E.name.in_(ANSWERS))
    query = select(E.at, E.name, E.contact_id, E.properties).where(E.account_id == account_id, told)
    return connection.execute(query.order_by(E.at, E.id)).all()
