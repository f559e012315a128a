"""Ceilings: how many commercial mails a journey may send in a day before a person is asked."""

import threading
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from journeys.definition import Journey
from journeys.success import Program
from models.budgets import count_accounts, first_sent, sent_by_day

TIMES = 3  # its peak
LOOK_BACK = timedelta(days=100)  # so that what comes once a quarter is known by the last time
NEW = timedelta(days=14)  # since its first mail
AT_FIRST, SHARE_AT_FIRST = 50, 0.05  # while it is new: so many, and so many of all accounts
LATER, SHARE_LATER = 20, 0.01  # of a small journey: three times nearly nothing is no surprise


@dataclass(frozen=True, slots=True)
class Ceiling:
    """How many mails a day are as expected, and where that comes from, in words."""

    mails: int
    because: str


class Ceilings:
    """Answers ceilings; what a journey sent on earlier days is asked once a day. Safe to share by threads."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._lock = threading.Lock()
        self._day: tuple[date, int] | None = None
        self._known: dict[str, Ceiling] = {}

    def of(self, connection: Connection, journey: Journey, program: Program, edition: int, now: datetime) -> Ceiling:
        """Answer the ceiling of a journey on the day of `now`, by what is in force since the publication `edition`."""
        with self._lock:
            if self._day != (now.date(), edition):
                self._day = now.date(), edition
                self._known.clear()
            found = self._known.get(journey.name)
        if found is None:
            found = ceiling(connection, journey, program, now)
            with self._lock:
                self._known[journey.name] = found
        return found


def ceiling(connection: Connection, journey: Journey, program: Program, now: datetime) -> Ceiling:
    """Answer the ceiling of a journey: what its file says, or what it used to send."""
    if journey.budget is not None:
        return Ceiling(journey.budget, f"its file allows {journey.budget:,} a day")
    begin = now.replace(hour=0, minute=0, second=0, microsecond=0)
    first = first_sent(connection, journey.name)
    new = first is None or now - first < NEW
    peak = max(sent_by_day(connection, journey.name, begin - LOOK_BACK, begin).values(), default=0)
    least = program.budget
    if least is None:
        share = SHARE_AT_FIRST if new else SHARE_LATER
        least = (AT_FIRST if new else LATER) + int(count_accounts(connection) * share)
    if TIMES * peak > least:
        return Ceiling(TIMES * peak, f"its peak of the last {LOOK_BACK.days} days was {peak:,}")
    before = f"its peak of the last {LOOK_BACK.days} days was {peak:,}" if peak else "it sent none before"
    return Ceiling(least, f"{before}, and {least:,} a day are taken for granted{' while it is new' if new else ''}")
