"""What an account's subscriptions say of it, taken together: the same rule for every door they are told at.

- ARR is the sum over those that run; with a part of it unknown, or in two currencies, it is unknown.
- The billing frequency is annual if any that runs is billed annually, else monthly.
- The next renewal is the earliest among the annual ones that run and will renew, because that is when a contract is
  really decided; with none of those, the earliest monthly one. A subscription with an end set does not renew.
- The account has churned if every subscription it had is over; it did so when the last one ended. A company that
  comes back has not churned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

# The reserved events that tell of subscriptions, in the order of what happens within one second.
SUBSCRIPTIONS: Mapping[str, int] = {"subscription created": 0, "subscription updated": 1, "subscription deleted": 2}


@dataclass(frozen=True, slots=True)
class Share:
    """What one subscription adds. `runs` and has no `ended`: it goes on; neither: it rests, and may run again.

    `ended` are days, or moments, in all of an account's; `renews_on`: none if it will not renew, or nobody told when.
    """

    runs: bool
    arr_cents: int | None
    billing_frequency: str | None
    renews_on: date | None = None
    ended: date | datetime | None = None
    currency: str | None = None


def taken_together(shares: Sequence[Share]) -> Mapping[str, object]:
    """Answer the account's columns as its subscriptions give them."""
    running = [share for share in shares if share.runs]
    frequencies = [share.billing_frequency for share in running if share.billing_frequency]
    ended = [share.ended for share in shares if share.ended and not share.runs]
    return {
        "arr_cents": _arr(running),
        "billing_frequency": min(frequencies, default=None),  # annual comes before monthly
        "renewal_on": _renewal(running),
        "churned_at": max(ended) if ended and len(ended) == len(shares) else None,
    }


def _arr(running: Sequence[Share]) -> int | None:
    amounts = [share.arr_cents for share in running if share.arr_cents is not None]
    currencies = {share.currency for share in running if share.currency}
    return sum(amounts) if len(amounts) == len(running) and len(currencies) <= 1 else None


def _renewal(running: Sequence[Share]) -> date | None:
    renewing = [share for share in running if share.renews_on]
    annual = [share for share in renewing if share.billing_frequency == "annual"]
    return min((share.renews_on for share in annual or renewing if share.renews_on), default=None)
