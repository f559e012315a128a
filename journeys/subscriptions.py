"""Subscriptions: what the paid ones brought in at an earlier moment, from the events that tell of their changes.

Of each, the latest event is the whole truth, as it is for the account's own columns (models/portfolio.py).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from journeys.behavior import Happening
from journeys.happenings import number_of, text_of

# In this order at the same instant: what began and changed at once has changed, what changed and ended has ended.
CHANGES = ("subscription created", "subscription updated", "subscription deleted")
UNPAID = frozenset({
    "trialing", "paused", "incomplete", "incomplete_expired", "canceled", "cancelled", "ended", "expired",
})  # fmt: skip


def by_subscription(happenings: Iterable[Happening]) -> list[list[Happening]]:
    """Answer the events of each subscription, oldest first, given all of them so."""
    found: dict[str, list[Happening]] = {}
    for one in happenings:
        if key := text_of(one, "subscription"):
            found.setdefault(key, []).append(one)
    return [*found.values()]


def arr_at(moment: datetime, subscriptions: Iterable[Sequence[Happening]]) -> float | None:
    """Answer the annual recurring revenue at `moment`, in whole units; None if a part of it was not told."""
    amounts = [_arr(moment, told) for told in subscriptions]
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


def _arr(moment: datetime, told: Sequence[Happening]) -> float | None:
    """A subscription first told of by a change or by its end ran before, and brought in what is told then."""
    until = [one for one in told if one.at <= moment]
    if not until:
        return 0 if told[0].name == CHANGES[0] else number_of(told[0], "arr") or 0
    latest = until[-1]
    ends = text_of(latest, "ends_on")[:10]
    over = latest.name == CHANGES[-1] or (ends and ends <= f"{moment:%Y-%m-%d}")
    return 0 if over or text_of(latest, "status") in UNPAID else number_of(latest, "arr")
