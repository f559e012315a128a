"""The send window: when in a person's week a mail may reach them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from journeys.public_holidays import public_holidays

WORKDAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Window:
    """From `opens` until just before `closes`, on these weekdays (0 is Monday), never on a holiday.

    All of it is read in the recipient's own zone. `opens` comes before `closes`: a window does not span midnight.
    `holidays` are the company's; where `public`, those of the `country` count as well.
    """

    opens: time = time(9)
    closes: time = time(17)
    weekdays: frozenset[int] = WORKDAYS
    holidays: frozenset[date] = frozenset()
    public: bool = False
    country: str = ""

    def in_country(self, country: object) -> "Window":
        """Answer this window as it is for people in a country; where that is not known, the same."""
        return replace(self, country=country) if self.public and isinstance(country, str) else self

    def holiday_on(self, day: date) -> str:
        """Answer which holiday this day is; nothing if it is none."""
        if self.country and (name := public_holidays(self.country, day.year).get(day)):
            return f"{name} in {self.country}"
        return "A holiday of the company" if day in self.holidays else ""

    def works_on(self, day: date) -> bool:
        """Whether people are at work on this day."""
        return day.weekday() in self.weekdays and not self.holiday_on(day)

    def is_open(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether a mail may arrive at this instant."""
        local = at.astimezone(zone)
        return self.opens <= local.time() < self.closes and self.works_on(local.date())

    def next_opening(self, at: datetime, zone: ZoneInfo) -> datetime:
        """This instant if the window is open, otherwise the instant (UTC) at which it opens next."""
        if self.is_open(at, zone):
            return at
        return next(opening for opening in self._openings(at, zone) if opening >= at and self.is_open(opening, zone))

    def _openings(self, at: datetime, zone: ZoneInfo) -> Iterator[datetime]:
        """When the clock on the wall shows `opens`, day by day: twice in the hour that autumn repeats.

        An hour that spring leaves out comes back as the one after it, so whoever asks looks whether it is open.
        """
        today = at.astimezone(zone).date()
        for ahead in count():
            wall = datetime.combine(today + timedelta(days=ahead), self.opens, zone)
            yield wall.astimezone(UTC)
            if wall.replace(fold=1).utcoffset() != wall.utcoffset():
                yield wall.replace(fold=1).astimezone(UTC)
