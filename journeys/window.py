"""The send window: when in a person's week a mail may reach them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

WORKDAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Window:
    """From `opens` until just before `closes`, on these weekdays (0 is Monday), never on a holiday.

    All of it is read in the recipient's own zone. `opens` comes before `closes`: a window does not span midnight.
    """

    opens: time = time(9)
    closes: time = time(17)
    weekdays: frozenset[int] = WORKDAYS
    holidays: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        """Whether people are at work on this day."""
        return day.weekday() in self.weekdays and day not in self.holidays

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
