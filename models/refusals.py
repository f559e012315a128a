"""Refusals: what was not taken, kept for people to look at; of every source only the newest, however much it sends."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from models.tables import REFUSAL

KEPT = 10_000  # of one source: more than anybody reads, and some megabytes

R = REFUSAL.c


def keep_refusals(connection: Connection, rows: Sequence[Mapping[str, Any]], kept: int = KEPT) -> None:
    """Write these refusals, and give up the oldest of their sources beyond so many."""
    if not rows:
        return
    connection.execute(insert(REFUSAL), rows)
    for source in sorted({row["source"] for row in rows}):
        newest = select(R.id).where(R.source == source).order_by(R.id.desc())
        last_to_go = newest.offset(kept).limit(1).scalar_subquery()
        connection.execute(delete(REFUSAL).where(R.source == source, R.id <= last_to_go))


def newest_refusals(connection: Connection, number: int) -> Sequence[Row[Any]]:
    """Answer what was refused last, newest first, whole: when, from whom, why, and the message as far as it is kept."""
    return connection.execute(select(*R).order_by(R.id.desc()).limit(number)).all()
