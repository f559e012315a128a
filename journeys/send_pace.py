"""The pace at which mails may leave: so many a minute and a day, and fewer while a new domain is warmed up."""

import math
from dataclasses import dataclass
from datetime import date

SHARE_KEPT = 10  # one mail in so many is kept for what is not commercial


@dataclass(frozen=True, slots=True)
class WarmUp:
    """`start` mails on the day `since`, and on every day after `grow` times as many as on the day before."""

    since: date
    start: int
    grow: float

    def on(self, day: date, most: int) -> int:
        """Answer how many mails may leave on a day: `most` once it has grown so far, `start` before it begins."""
        days = max(0, (day - self.since).days)
        if days * math.log(self.grow) >= math.log(most / self.start):  # numbers that no float holds are never made
            return most
        return min(most, int(self.start * self.grow**days))


@dataclass(frozen=True, slots=True)
class SendPace:
    """How many mails may leave within any minute, and on a day of UTC; None: as many as there are."""

    per_minute: int | None = None
    per_day: int | None = None
    warm_up: WarmUp | None = None

    @property
    def is_limited(self) -> bool:
        """Whether there is any limit at all."""
        return self.per_minute is not None or self.per_day is not None

    def on(self, day: date) -> int | None:
        """Answer how many mails may leave on a day of UTC."""
        if self.per_day is None or self.warm_up is None:
            return self.per_day
        return self.warm_up.on(day, self.per_day)


def kept(limit: int) -> int:
    """Answer how much of a limit commercial mails leave to the others: a tenth, and one mail at least if there are two.

    The others may use all of it.
    """
    return max(limit // SHARE_KEPT, min(1, limit - 1))
