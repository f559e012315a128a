"""What came in lately, what waits for whom, and what was refused and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, func, select, true

from models.tables import EVENT, REFUSAL, WAITING

DAY, WEEK = timedelta(days=1), timedelta(days=7)
FIRST = 5  # how many are named one by one


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are, and the most frequent kinds, each with its number."""

    total: int
    most: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Events of the last day by feed; facts by whom they wait for; messages refused in the last week, by reason."""

    events: Mapping[str, int]
    waiting: Tally
    refused: Tally


def count_arrivals(connection: Connection, now: datetime) -> Arrivals:
    """Count what came in up to `now`."""
    return Arrivals(
        events=_events(connection, now - DAY),
        waiting=_tally(connection, WAITING.c.waits_for, true()),
        refused=_tally(connection, REFUSAL.c.reason, REFUSAL.c.at > now - WEEK),
    )


def _events(connection: Connection, since: datetime) -> Mapping[str, int]:
    # Events are numbered as they come: back to the newest that is older, and no further.
    e = EVENT.c
    older = select(e.id).where(e.received_at <= since).order_by(e.id.desc()).limit(1)
    last = connection.execute(older).scalar() or 0
    query = select(e.feed, func.count()).where(e.id > last).group_by(e.feed)
    return {feed: number for feed, number in connection.execute(query)}  # noqa: C416  (rows are no pairs to mypy)


def _tally(connection: Connection, kind: Column[Any], where: ColumnElement[bool]) -> Tally:
    total = connection.execute(select(func.count()).select_from(kind.table).where(where)).scalar_one()
    number = func.count().label("number")
    query = select(kind, number).where(where).group_by(kind).order_by(number.desc(), kind).limit(FIRST)
    return Tally(total, [(name, times) for name, times in connection.execute(query)])
