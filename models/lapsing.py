"""Lapsing: runs whose condition is seen to hold no more."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, update

from models.among import among
from models.tables import ENROLLMENT

E = ENROLLMENT


def mark_lapsed(connection: Connection, now: datetime, ids: Collection[int]) -> None:
    """Remember of these runs that their condition does not hold `now`, unless that is known of an earlier moment."""
    if ids:
        mine = among(connection, E.c.id, ids), E.c.lapsed_at.is_(None)
        connection.execute(update(E).where(*mine).values(lapsed_at=now))
