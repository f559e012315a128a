"""Subscriptions in a file: one that runs from a day to a day, and renews on its anniversaries.

A subscription is running on a day if it has started and has not ended; without an end it runs until somebody ends it.
Anniversaries count from the start, and fall on the last day of a month that is too short. What the subscriptions of an
account say together: models/shares.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pendulum

from models.shares import Share, taken_together

MONTHS = {"annual": 12, "monthly": 1}


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscription; `ends` is the first day it no longer runs."""

    starts: date
    ends: date | None
    arr_cents: int
    billing_frequency: str

    def runs(self, on: date) -> bool:
        """Answer whether it runs on a day."""
        return self.starts <= on and (self.ends is None or on < self.ends)

    def renews(self, after: date) -> date:
        """Answer its first anniversary after a day."""
        step = MONTHS[self.billing_frequency]
        passed = (after.year - self.starts.year) * 12 + after.month - self.starts.month
        months = max(passed // step * step, step)
        anniversary = months_after(self.starts, months)
        return anniversary if anniversary > after else months_after(self.starts, months + step)


def figures(subscriptions: Sequence[Subscription], as_of: date) -> Mapping[str, object]:
    """Answer the account's columns as its subscriptions give them on the day `as_of`."""
    return taken_together([_share(each, as_of) for each in subscriptions])


def _share(each: Subscription, as_of: date) -> Share:
    """Answer what a subscription adds: one still to come neither runs nor is over."""
    runs, over = each.runs(as_of), each.ends is not None and each.ends <= as_of
    renews_on = each.renews(as_of) if runs and each.ends is None else None
    return Share(runs, each.arr_cents, each.billing_frequency, renews_on, each.ends if over else None)


def months_after(start: date, months: int) -> date:
    """Answer the same day of the month so many months later, or the last day of a shorter month."""
    return pendulum.date(start.year, start.month, start.day).add(months=months)
