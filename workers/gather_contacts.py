"""From rows to contacts: who is there, and who of them may be written to."""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, select

from journeys.behavior import Contact
from models.among import one_of
from models.tables import CONTACT, SUPPRESSION


def contacts_of(connection: Connection, ids: Collection[int], now: datetime) -> dict[int, list[tuple[str, Contact]]]:
    """Answer the contacts of each account, each with its key, oldest first. Who is to leave some day is still there."""
    found: dict[int, list[tuple[str, Contact]]] = {}
    for row in connection.execute(_of(connection.dialect.name), {"accounts": list(ids)}).all():
        left_at = row.left_at if row.left_at and row.left_at <= now else None
        contact = Contact(
            row.id,
            row.email,
            row.first_name,
            row.last_name,
            row.role,
            row.timezone,
            _unreachable(row.email, left_at, row.reason, row.at),
            _text(row.traits.get("team")),
            left_at,
            row.locale,
        )
        found.setdefault(row.account_id, []).append((row.key, contact))
    return found


@lru_cache(maxsize=2)
def _of(dialect: str) -> Select[Any]:
    t = CONTACT.c
    return (
        select(
            t.id, t.account_id, t.key, t.email, t.first_name, t.last_name, t.role, t.timezone,
            t.left_at, t.traits, t.locale, SUPPRESSION.c.reason, SUPPRESSION.c.at,
        )
        .outerjoin(
            SUPPRESSION,
            (SUPPRESSION.c.email == t.email) & (SUPPRESSION.c.topic == "*"),
        )
        .where(one_of(dialect, t.account_id, "accounts"), t.merged_into.is_(None))
        .order_by(t.id)
    )  # fmt: skip


def _unreachable(email: str | None, left_at: datetime | None, reason: str | None, at: datetime | None) -> str | None:
    if left_at:
        return f"left on {left_at:%Y-%m-%d}"
    if not email:
        return "no address"
    return f"{reason} on {at:%Y-%m-%d}" if reason else None


def _text(trait: object) -> str | None:
    return trait if isinstance(trait, str) and trait else None
