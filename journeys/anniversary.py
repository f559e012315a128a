"""Anniversaries: the one date that an account has in every month or quarter."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from journeys.start import Period

MONTHS = {"month": 1, "quarter": 3}
DAYS = 28  # every month has them


@dataclass(frozen=True, slots=True)
class Anniversaries:
    """The dates of one account: those that are a whole number of periods after `anchor`, the last day of a month if
    the month is too short.

    With a `seed`, which is the account's own, they are spread over the days of the period, and the anchor only says
    from when on; without an anchor they always were.
    """

    every: Period
    anchor: date | None
    seed: str = ""

    def last(self, today: date) -> date | None:
        """Answer the latest that is not after today; None: the first is still to come."""
        first = self.first
        if first and first > today:
            return None
        found = max(day for day in self._around(today) if day <= today)
        return found if not first or found >= first else None

    def next(self, today: date) -> date:
        """Answer the first that is after today."""
        later = today if not self.first else max(today, self.first - timedelta(days=1))
        return min(day for day in self._around(later) if day > later)

    @property
    def first(self) -> date | None:
        """The first day on which there may be one: a whole period after the anchor."""
        return months_later(self.anchor, MONTHS[self.every]) if self.anchor else None

    def _around(self, day: date) -> list[date]:
        """Answer those shortly before and after `day`, whatever it is."""
        step = MONTHS[self.every]
        begin, days = (self.anchor, 0) if self.anchor and not self.seed else self._spread()
        near = ((day.year - begin.year) * 12 + day.month - begin.month) // step
        return [months_later(begin, step * (near + ahead)) + timedelta(days=days) for ahead in (-1, 0, 1, 2)]

    def _spread(self) -> tuple[date, int]:
        """Answer the first of a month and the days after it: by the seed, one of the days of the period."""
        number = int.from_bytes(sha256(self.seed.encode()).digest()[:8])
        months, days = divmod(number % (DAYS * MONTHS[self.every]), DAYS)
        return months_later(date(2000, 1, 1), months), days


def months_later(day: date, months: int) -> date:
    """Answer the same day of the month, so many months later; the last one there is, in a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = DAYS if day.day <= DAYS else monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def name_of(day: date, every: Period) -> str:
    """Answer what the month or quarter of this day is called: `2027-03`, `2027-Q1`."""
    return f"{day:%Y-%m}" if every == "month" else f"{day:%Y}-Q{(day.month + 2) // 3}"
