"""Allowing mails to leave: never more than the limits, whoever asks at the same time, and one question for a batch.

Whoever is allowed to send has `GOOD_FOR` to do it. So what leaves within a minute was allowed within a minute and that,
and as long as no more is allowed within the two together, no minute has too many, wherever it begins.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from models.tables import ALLOWANCE

A = ALLOWANCE.c
LOCK = 7_236_012  # any number that nobody else takes for an advisory lock
UNLIMITED = 2**31
SECOND, DAY = "second", "day"
GOOD_FOR = timedelta(seconds=5)
SPAN = timedelta(minutes=1) + GOOD_FOR + timedelta(seconds=1)  # the second in which it was asked for counts as a whole
SECONDS = timedelta(seconds=1)
KEPT_FOR = timedelta(minutes=5)


class Limit(NamedTuple):
    """How many mails may leave, and how many of them are kept for those that are not commercial."""

    mails: int
    kept: int

    def room(self, taken: int) -> "Room":
        """Answer how many more may leave when so many did."""
        return Room(max(0, self.mails - taken), max(0, self.mails - self.kept - taken))


class Room(NamedTuple):
    """How many mails may leave: in all, and how many of them may be commercial."""

    all: int
    commercial: int

    def within(self, other: "Room") -> "Room":
        """Answer what is allowed by both."""
        return Room(min(self.all, other.all), min(self.commercial, other.commercial))

    def share(self, others: int, commercial: int) -> tuple[int, int]:
        """Answer how many may leave of so many that are not commercial, which come first, and of so many that are."""
        first = min(others, self.all)
        return first, min(commercial, max(0, self.commercial - first))


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds for a minute and for a day of UTC; None: no limit."""

    minute: Limit | None = None
    day: Limit | None = None


def allow(connection: Connection, limits: Limits, others: int, commercial: int, at: datetime) -> tuple[int, int]:
    """Answer how many mails may leave by `at + GOOD_FOR`, of so many that are not commercial and so many that are.

    `at` is the database's own time. What is not used is to be given back.
    """
    _take_turn(connection)
    first, second = room(connection, limits, at).share(others, commercial)
    if first + second:
        _add(connection, SECOND, at.replace(microsecond=0), first + second)
        _add(connection, DAY, _day_of(at), first + second)
        connection.execute(delete(ALLOWANCE).where(A.span == SECOND, A.since < at - KEPT_FOR))
    return first, second


def room(connection: Connection, limits: Limits, at: datetime) -> Room:
    """Answer how many mails may leave at this moment, if nobody else asks."""
    unlimited = Room(UNLIMITED, UNLIMITED)
    minute = limits.minute.room(taken_lately(connection, at)) if limits.minute else unlimited
    day = limits.day.room(taken_on_day(connection, at)) if limits.day else unlimited
    if limits.day and _day_of(at) != _day_of(at + GOOD_FOR + SECONDS):  # it would leave on the next day
        day = Room(0, 0)
    return minute.within(day)


def give_back(connection: Connection, at: datetime, mails: int) -> None:
    """Take back what was allowed `at` that moment, and did not leave."""
    if mails:
        _add(connection, SECOND, at.replace(microsecond=0), -mails)
        _add(connection, DAY, _day_of(at), -mails)


def taken_lately(connection: Connection, at: datetime) -> int:
    """Answer how many mails were allowed of which some may leave within the minute that ends now."""
    return _sum(connection, A.span == SECOND, A.since >= at.replace(microsecond=0) - SPAN)


def taken_on_day(connection: Connection, at: datetime) -> int:
    """Answer how many mails were allowed on the day of UTC."""
    return _sum(connection, A.span == DAY, A.since == _day_of(at))


def _sum(connection: Connection, *where: Any) -> int:
    return int(connection.execute(select(func.coalesce(func.sum(A.mails), 0)).where(*where)).scalar_one())


def _take_turn(connection: Connection) -> None:
    """Let nobody else ask until this is committed; on SQLite nobody else writes anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _add(connection: Connection, span: str, since: datetime, mails: int) -> None:
    if mails < 0:
        there = update(ALLOWANCE).where(A.span == span, A.since == since)
        connection.execute(there.values(mails=A.mails + mails))
        return
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    new = make(ALLOWANCE).values(span=span, since=since, mails=mails)
    added = {"mails": A.mails + new.excluded.mails}
    connection.execute(new.on_conflict_do_update(index_elements=["span", "since"], set_=added))


def _day_of(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
