"""From rows to happenings: reserved events one by one, with what they say."""

from collections.abc import Collection

from sqlalchemy import Connection, select, text

from journeys.behavior import Happening
from journeys.needs import Details, Need
from models.among import among
from models.tables import EVENT

RESERVED = text("event.reserved")  # as the partial index has it: SQLite uses that for these very words alone


def happenings_of(
    connection: Connection, ids: Collection[int], needs: Collection[Need]
) -> dict[int, dict[str, tuple[Happening, ...]]]:
    """Answer the reserved events of each account that `needs` ask for, by name, oldest first."""
    names = {need.event for need in needs if isinstance(need, Details)}
    if not names:
        return {}
    t = EVENT.c
    query = (
        select(t.account_id, t.name, t.at, t.contact_id, t.properties)
        .where(RESERVED, among(connection, t.account_id, ids), among(connection, t.name, sorted(names)))
        .order_by(t.account_id, t.name, t.at, t.id)
    )
    found: dict[int, dict[str, list[Happening]]] = {}
    for account_id, name, at, contact_id, properties in connection.execute(query).all():
        happening = Happening(name, at, contact_id, properties)
        found.setdefault(account_id, {}).setdefault(name, []).append(happening)
    return {account_id: {name: tuple(each) for name, each in told.items()} for account_id, told in found.items()}
