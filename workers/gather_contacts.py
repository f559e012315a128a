"""From rows to contacts: who is there, and who of them may be written to."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, select

from journeys.behavior import Contact
from models.among import one_of
from models.permission import Entry, entries_of, why_not
from models.tables import CONTACT


def contacts_of(connection: Connection, ids: Collection[int], now: datetime) -> dict[int, list[tuple[str, Contact]]]:
    """Answer the contacts of each account, each with its key, oldest first. Who is to leave some day is still there."""
    found: dict[int, list[tuple[str, Contact]]] = {}
    rows = connection.execute(_of(connection.dialect.name), {"accounts": list(ids)}).all()
    barred = entries_of(connection, {row.email for row in rows if row.email})
    for row in rows:
        entries = barred.get(row.email or "", ())
        left_at = row.left_at if row.left_at and row.left_at <= now else None
        contact = Contact(
            row.id,
            row.email,
            row.first_name,
            row.last_name,
            row.role,
            row.timezone,
            _unreachable(row.email, left_at, entries),
            _text(row.traits.get("team")),
            left_at,
            row.locale,
            why_not(entries) or None,
        )
        found.setdefault(row.account_id, []).append((row.key, contact))
    return found


@lru_cache(maxsize=2)
def _of(dialect: str) -> Select[Any]:
    t = CONTACT.c
    return (
        select(
            t.id, t.account_id, t.key, t.email, t.first_name, t.last_name, t.role, t.timezone,
            t.left_at, t.traits, t.locale,
        )
        .where(one_of(dialect, t.account_id, "accounts"), t.merged_into.is_(None))
        .order_by(t.id)
    )  # fmt: skip


def _unreachable(email: str | None, left_at: datetime | None, entries: Sequence[Entry]) -> str | None:
    """Answer why nothing at all may be written to them, whatever it is about."""
    if left_at:
        return f"left on {left_at:%Y-%m-%d}"
    if not email:
        return "no address"
    return why_not(entries, commercial=False) or None


def _text(trait: object) -> str | None:
    return trait if isinstance(trait, str) and trait else None
