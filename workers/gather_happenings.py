"""From rows to happenings: reserved events one by one, with what they say."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, select, text

from journeys.behavior import Happening
from journeys.needs import Details, Need
from models.among import one_of
from models.tables import EVENT

RESERVED = text("event.reserved")  # as the partial index has it: SQLite uses that for these very words alone


def happenings_of(
    connection: Connection, ids: Collection[int], needs: Collection[Need]
) -> dict[int, dict[str, tuple[Happening, ...]]]:
    """Answer the reserved events of each account that `needs` ask for, by name, oldest first."""
    names = {need.event for need in needs if isinstance(need, Details)}
    if not names:
        return {}
    asked = {"accounts": list(ids), "names": sorted(names)}
    found: dict[int, dict[str, list[Happening]]] = {}
    for account_id, name, at, contact_id, properties in connection.execute(_of(connection.dialect.name), asked).all():
        happening = Happening(name, at, contact_id, properties)
        found.setdefault(account_id, {}).setdefault(name, []).append(happening)
    return {account_id: {name: tuple(each) for name, each in told.items()} for account_id, told in found.items()}


@lru_cache(maxsize=2)
def _of(dialect: str) -> Select[Any]:
    t = EVENT.c
    return (
        select(t.account_id, t.name, t.at, t.contact_id, t.properties)
        .where(RESERVED, one_of(dialect, t.account_id, "accounts"), one_of(dialect, t.name, "names"))
        .order_by(t.account_id, t.name, t.at, t.id)
    )
