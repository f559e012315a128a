"""What an account's subscriptions say of it, taken together: its ARR, its next renewal, whether it has churned.

A subscription is running on a day if it has started and has not ended; without an end it runs until somebody ends it.

- ARR is the sum over those that run.
- The billing frequency is annual if any that runs is billed annually, else monthly.
- The next renewal is the earliest anniversary to come among the annual ones that run and have no end, because that is
  when a contract is really decided; with none of those, the earliest monthly one. Anniversaries count from the start,
  and fall on the last day of a month that is too short. A subscription with an end set does not renew.
- The account has churned if every subscription it had is over; it did so when the last one ended. A company that
  comes back has not churned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pendulum

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
    running = [each for each in subscriptions if each.runs(as_of)]
    frequency = min((each.billing_frequency for each in running), default=None)  # annual comes before monthly
    renewing = [each for each in running if each.ends is None]
    told: dict[str, object] = {
        "arr_cents": sum(each.arr_cents for each in running),
        "billing_frequency": frequency,
        "renewal_on": next_renewal(renewing, as_of),
        "churned_at": None,
    }
    over = [each.ends for each in subscriptions if each.ends and each.ends <= as_of]
    if len(over) == len(subscriptions):
        told["churned_at"] = max(over)
    return told


def next_renewal(subscriptions: Sequence[Subscription], as_of: date) -> date | None:
    """Answer the earliest renewal after `as_of`: of the annual ones, else of the monthly ones."""
    annual = [each for each in subscriptions if each.billing_frequency == "annual"]
    return min((each.renews(as_of) for each in annual or subscriptions), default=None)


def months_after(start: date, months: int) -> date:
    """Answer the same day of the month so many months later, or the last day of a shorter month."""
    return pendulum.date(start.year, start.month, start.day).add(months=months)
