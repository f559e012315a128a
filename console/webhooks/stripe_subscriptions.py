"""Stripe's subscriptions: what they bring a year, for how many seats, until when.

Amounts are list prices, before discounts and taxes. What is billed by use adds nothing to ARR; where a price has tiers
or packages, or not all items are shown, ARR cannot be told, and is not.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from console.webhooks.part import Part
from console.webhooks.stripe_happening import Happening
from console.webhooks.stripe_money import whole_units

A_YEAR: Mapping[str, int] = {"day": 365, "week": 52, "month": 12, "year": 1}
YEARLY = 1  # this often a year, or less often, is annual


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a subscription; `arr` in the smallest unit of the currency, none if nobody can say."""

    arr: Decimal | None
    quantity: int | None
    metered: bool
    times_a_year: Decimal | None
    period_end: datetime | None
    plan: str | None
    currency: str | None


def told_as(name: str) -> Callable[[Part], Happening]:
    """Answer what reads a subscription into the event `name`."""
    return lambda subscription: Happening(name, _properties(subscription))


def trial_ends(subscription: Part) -> Happening:
    """Answer that a trial is about to end."""
    ends = subscription.moment("trial_end")
    return Happening("trial will end", {"subscription": subscription.text("id"), "ends_on": _iso(ends)})


def _properties(subscription: Part) -> Mapping[str, object]:
    shown = subscription.parts("items")
    items = [_item(part) for part in shown or [subscription]]  # once, a subscription had one plan, and no items
    complete = not subscription.part("items").flag("has_more")
    currency = subscription.text("currency") or next((item.currency for item in items if item.currency), None)
    annual = [item for item in items if _is_annual(item)]
    ends = _ends(subscription, items)
    return {
        "subscription": subscription.text("id"),
        "status": subscription.text("status"),
        "plan": subscription.part("metadata").text("plan") or max(items, key=_size).plan,
        "arr": whole_units(_arr(items), currency) if complete else None,
        "seats": _seats(items) if complete else None,
        "frequency": "annual" if annual else "monthly" if any(item.times_a_year for item in items) else None,
        "renews_on": _iso(_period_end(subscription, annual or items)),
        "ends_on": _iso(ends),
        "currency": currency.upper() if currency else None,
    }


def _item(told: Part) -> Item:
    price = told.part("price") if told.has("price") else told.part("plan")
    rhythm = price.part("recurring") if price.has("recurring") else price  # a plan says itself what of a price is here
    every = A_YEAR.get(rhythm.text("interval") or "")
    times = Decimal(every) / max(rhythm.whole("interval_count") or 1, 1) if every else None
    quantity = told.whole("quantity")
    unit = _unit(price)
    return Item(
        arr=unit * (1 if quantity is None else quantity) * times if unit is not None and times else None,
        quantity=quantity,
        metered=rhythm.text("usage_type") == "metered",
        times_a_year=times,
        period_end=told.moment("current_period_end"),
        plan=price.part("metadata").text("plan") or price.text("nickname") or price.text("lookup_key"),
        currency=price.text("currency"),
    )


def _unit(price: Part) -> Decimal | None:
    """Answer the price of one; none where it depends on how many, or nobody tells."""
    if price.text("billing_scheme") == "tiered" or price.has("transform_quantity") or price.has("transform_usage"):
        return None
    for whole, exact in (("unit_amount", "unit_amount_decimal"), ("amount", "amount_decimal")):
        amount = price.whole(whole)
        found = price.decimal(exact) if amount is None else Decimal(amount)
        if found is not None:
            return found
    return None


def _arr(items: Sequence[Item]) -> Decimal | None:
    agreed = [item.arr for item in items if not item.metered]
    known = [arr for arr in agreed if arr is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(agreed) else None


def _seats(items: Sequence[Item]) -> int | None:
    quantities = [item.quantity for item in items if item.quantity is not None]
    return sum(quantities) if quantities else None


def _size(item: Item) -> Decimal:
    return Decimal(-1) if item.arr is None else item.arr


def _is_annual(item: Item) -> bool:
    return item.times_a_year is not None and item.times_a_year <= YEARLY


def _period_end(subscription: Part, items: Sequence[Item]) -> datetime | None:
    """Answer when what is paid for ends: on the subscription until 2025-03-31, since then on its items."""
    ends = [item.period_end for item in items if item.period_end]
    return subscription.moment("current_period_end") or min(ends, default=None)


def _ends(subscription: Part, items: Sequence[Item]) -> datetime | None:
    set_end = subscription.moment("ended_at") or subscription.moment("cancel_at")
    if set_end is None and subscription.flag("cancel_at_period_end"):
        return _period_end(subscription, items)
    return set_end


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
