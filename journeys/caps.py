"""Caps: how many commercial mails are enough, for a person and for an account, within days that roll along."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from journeys.durations import in_words


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `most` mails within any time as long as `within`."""

    most: int
    within: timedelta

    def __str__(self) -> str:
        """Answer it as program.yaml says it: `2 in 7 days`."""
        return f"{self.most} in {in_words(self.within)}"

    def counted(self, moments: Collection[datetime], now: datetime) -> list[datetime]:
        """Answer those of these moments of mails that count at `now`, oldest first."""
        return sorted(at for at in moments if at + self.within > now)

    def frees(self, moments: Collection[datetime], now: datetime) -> datetime | None:
        """Answer from when on there is room for one more, after mails at these moments; None: there is now."""
        counted = self.counted(moments, now)
        return counted[-self.most] + self.within if len(counted) >= self.most else None


@dataclass(frozen=True, slots=True)
class Caps:
    """What each person gets at most, and each account, whoever of it would get the mail (None: any number)."""

    contact: Cap | None = None
    account: Cap | None = None

    @property
    def longest(self) -> timedelta:
        """Answer how far back one has to know what was mailed."""
        return max((cap.within for cap in (self.contact, self.account) if cap), default=timedelta(0))


NO_CAPS = Caps()
USUAL = Caps(contact=Cap(2, timedelta(days=7)))  # what holds where program.yaml says nothing
