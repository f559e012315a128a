"""Counting tries: so many within a while, then one has to wait until that while is over."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.tables import GUESS

WHILE = timedelta(minutes=15)

G = GUESS.c


def count_try(connection: Connection, now: datetime, limits: Mapping[str, int]) -> datetime | None:
    """Count one more try under each key; answer until when to wait if one had as many as its limit already.

    A try that has to wait is not counted under any: who is stopped at one address stops nobody elsewhere.
    """
    connection.execute(delete(GUESS).where(G.since <= now - WHILE))
    for key in sorted(limits):  # in one order, as everybody does who locks several
        _count(connection, now, key)
    found = connection.execute(select(GUESS).where(G.key.in_(limits))).all()
    waits = [row.since + WHILE for row in found if row.times > limits[row.key]]
    if waits:
        connection.execute(update(GUESS).where(G.key.in_(limits)).values(times=G.times - 1))
    return max(waits, default=None)


def forget_tries(connection: Connection, keys: Collection[str]) -> None:
    """Begin at nothing again: the right password was told."""
    connection.execute(delete(GUESS).where(G.key.in_(keys)))


def take_back_try(connection: Connection, key: str) -> None:
    """Count one try less: it was none."""
    connection.execute(update(GUESS).where(G.key == key, G.times > 0).values(times=G.times - 1))


def _count(connection: Connection, now: datetime, key: str) -> None:
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(GUESS).values(key=key, times=1, since=now)
    more = {"times": G.times + 1}
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=more))
