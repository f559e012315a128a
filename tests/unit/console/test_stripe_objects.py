"""What Stripe's objects mean, before and since 2025-03-31."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.ingest.guide import Guide
from console.webhooks.part import MalformedError, Part
from console.webhooks.stripe_events import READERS, facts_of, read_notice
from console.webhooks.stripe_money import whole_units
from journeys.success import Feed
from models.facts import EventFacts
from models.reception import Told
from tests.stripe import event, invoice, item, seconds, subscription

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def told(kind: str, about: Any, guide: Guide | None = None) -> Told:
    return facts_of(read_notice(event("evt_1", kind, about), NOW), guide or Guide())


def the_event(kind: str, about: Any) -> EventFacts:
    (one,) = told(kind, about).events
    return one


def says(about: Any, kind: str = "customer.subscription.updated") -> Any:
    return the_event(kind, about).properties


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [(4900, "usd", 49), (4950, "USD", 49.5), (4900, "jpy", 4900), (4900, "kwd", 4.9), (500, "ugx", 5), (7, None, 0.07)],
)
def test_amounts_are_whole_units_of_any_currency(amount: int, currency: str | None, units: float) -> None:
    assert whole_units(amount, currency) == units


@pytest.mark.parametrize(
    ("items", "arr"),
    [
        ([item(1000, 5)], 600),
        ([item(1000, 5, "year")], 50),
        ([item(1000, 1, "month", count=3)], 40),
        ([item(1000, 1, "year", count=2)], 5),
        ([item(1000, 1, "week")], 520),
        ([item(1000, 1, "day", count=30)], 121.67),
        ([item(1000, 2), item(500, 1, "year")], 245),
        ([item(None, 100, price={"unit_amount_decimal": "0.5"})], 6),
        ([item(0, 3)], 0),
        ([item(5000), item(3, None, usage="metered")], 600),
    ],
)
def test_arr_is_what_the_items_bring_a_year(items: list[Any], arr: float) -> None:
    assert says(subscription(*items))["arr"] == arr


@pytest.mark.parametrize(
    "items",
    [
        [item(1000), item(None, 5, price={"billing_scheme": "tiered", "unit_amount_decimal": None})],
        [item(1000, 5, price={"transform_quantity": {"divide_by": 5, "round": "up"}})],
        [item(3, None, usage="metered")],
        [item(None, 1, price={"unit_amount_decimal": None})],
        [item(1000, 1, "fortnight")],
    ],
)
def test_arr_that_cannot_be_told_is_left_out(items: list[Any]) -> None:
    assert "arr" not in says(subscription(*items))


def test_where_not_all_items_are_shown_neither_arr_nor_seats_are_told() -> None:
    found = says(subscription(items={"data": [item(1000)], "has_more": True}))

    assert not {"arr", "seats"} & found.keys()


def test_a_subscription_in_the_new_shape() -> None:
    about = subscription(
        item(9900, 12, "year", ends="2027-01-15T08:00:00"), item(500, 3, "year", ends="2027-01-15T08:00:00")
    )

    assert says(about) == {
        "subscription": "sub_1", "status": "active", "plan": "Pro", "arr": 1203, "seats": 15, "frequency": "annual",
        "renews_on": "2027-01-15T08:00:00+00:00", "currency": "USD",
    }  # fmt: skip


def test_the_same_in_the_old_shape_and_in_the_one_before_items() -> None:
    ends = {"current_period_end": seconds("2026-04-01T00:00:00")}
    plan = {"amount": 2500, "interval": "month", "interval_count": 1, "nickname": "Team", "usage_type": "licensed"}
    expected = {
        "arr": 1200,
        "seats": 4,
        "plan": "Team",
        "frequency": "monthly",
        "renews_on": "2026-04-01T00:00:00+00:00",
    }

    old = subscription({"plan": plan, "quantity": 4}, **ends)
    oldest = subscription(items=None, plan=plan, quantity=4, **ends)

    assert [says(about).items() >= expected.items() for about in (old, oldest)] == [True, True]


@pytest.mark.parametrize(
    ("more", "ends_on"),
    [
        ({"ended_at": seconds("2026-02-01T00:00:00"), "status": "canceled"}, "2026-02-01T00:00:00+00:00"),
        ({"cancel_at": seconds("2026-05-01T00:00:00")}, "2026-05-01T00:00:00+00:00"),
        ({"cancel_at_period_end": True}, "2026-04-01T00:00:00+00:00"),
        ({}, None),
    ],
)
def test_an_end_that_is_set_is_told(more: dict[str, Any], ends_on: str | None) -> None:
    assert says(subscription(item(100, ends="2026-04-01T00:00:00"), **more)).get("ends_on") == ends_on


def test_a_plan_is_called_as_we_call_it_and_is_that_of_the_largest_item() -> None:
    small, large = item(100, price={"nickname": "Addon"}), item(900, price={"nickname": None, "lookup_key": "pro_2026"})

    assert says(subscription(small, large))["plan"] == "pro_2026"
    assert says(subscription(small, metadata={"plan": "gold"}))["plan"] == "gold"


def test_a_trial_that_will_end_says_when() -> None:
    found = the_event("customer.subscription.trial_will_end", subscription(trial_end=seconds("2026-03-04T12:00:00")))

    assert (found.name, found.properties["ends_on"]) == ("trial will end", "2026-03-04T12:00:00+00:00")


def test_a_failed_invoice_tells_how_much_is_owed_and_which_payment_it_was() -> None:
    old = invoice(payment_intent="pi_1", amount_remaining=1900, attempt_count=2)
    shown = {"data": [{"payment": {"type": "payment_intent", "payment_intent": "pi_1"}}]}

    expected = {"invoice": "in_1", "payment": "pi_1", "amount": 19, "attempt": 2}

    assert says(old, "invoice.payment_failed") == expected
    assert says({**old, "payment_intent": None, "payments": shown}, "invoice.payment_failed") == expected


def test_a_paid_invoice_is_one_event_though_stripe_tells_it_by_two() -> None:
    about = invoice(amount_paid=4900, status_transitions={"paid_at": seconds("2026-03-01T11:59:58")})

    assert the_event("invoice.paid", about).digest == the_event("invoice.payment_succeeded", about).digest
    assert the_event("invoice.paid", about).message_id == "stripe:in_1:paid"
    assert the_event("invoice.paid", about).at == datetime(2026, 3, 1, 11, 59, 58, tzinfo=UTC)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ({"code": "card_declined", "decline_code": "insufficient_funds"}, "insufficient_funds"),
        ({"code": "expired_card"}, "expired_card"),
    ],
)
def test_a_declined_payment_says_why(error: dict[str, str], reason: str) -> None:
    intent = {"id": "pi_1", "customer": "cus_1", "amount": 4900, "currency": "usd", "last_payment_error": error}

    found = says({**intent, "invoice": "in_1"}, "payment_intent.payment_failed")

    assert found == {"decline_reason": reason, "invoice": "in_1", "payment": "pi_1", "amount": 49}


def test_a_failed_charge_says_why() -> None:
    charge = {"id": "ch_1", "customer": "cus_1", "amount": 4900, "currency": "usd", "payment_intent": "pi_1"}
    told = {"failure_code": "card_declined", "outcome": {"reason": "do_not_honor"}}

    assert says({**charge, **told}, "charge.failed")["decline_reason"] == "do_not_honor"
    assert says({**charge, "failure_code": "expired_card"}, "charge.failed")["decline_reason"] == "expired_card"


@pytest.mark.parametrize(
    "about",
    [
        subscription(item(1), metadata={"account": "acme"}),
        subscription(item(1), metadata={"tenure_account": " acme ", "account_id": "other"}),
        subscription(item(1), customer={"id": "cus_1", "metadata": {"account_id": "acme"}}),
    ],
)
def test_the_account_is_the_one_that_metadata_names_and_its_customer_is_remembered(about: Any) -> None:
    found = told("customer.subscription.updated", about)

    assert [(fact.key, fact.also) for fact in found.accounts] == [("acme", ("stripe:cus_1",))]
    assert [fact.account for fact in found.events] == ["acme"]


@pytest.mark.parametrize(
    "about",
    [
        invoice(subscription_details={"metadata": {"account": "acme"}}),
        invoice(parent={"subscription_details": {"subscription": "sub_1", "metadata": {"account": "acme"}}}),
        invoice(subscription={"id": "sub_1", "metadata": {"account": "acme"}}),
    ],
)
def test_an_invoice_is_known_by_its_subscription_in_every_shape(about: Any) -> None:
    assert the_event("invoice.payment_failed", about).account == "acme"


def test_a_customer_tells_only_who_it_is() -> None:
    found = told("customer.updated", {"object": "customer", "id": "cus_1", "metadata": {"account": "acme"}})

    assert (found.accounts[0].also, found.events) == (("stripe:cus_1",), ())


def test_without_metadata_the_account_is_the_customer_and_passers_by_are_nobody() -> None:
    error = {"last_payment_error": {"code": "expired_card"}, "metadata": {"account": "checking"}, "id": "pi_1"}

    assert the_event("customer.subscription.updated", subscription(item(1))).account == "stripe:cus_1"
    assert told("payment_intent.payment_failed", error) == Told()


def test_the_feed_is_the_one_that_the_program_says_brings_it() -> None:
    guide = Guide(feeds=(Feed("money", ("subscription *",), None),))

    assert told("customer.subscription.updated", subscription(item(1)), guide).events[0].feed == "money"
    assert the_event("customer.subscription.updated", subscription(item(1))).feed == "billing"


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ([], "event is not an object"),
        ({"id": "evt_1", "type": "x"}, "created"),
        ({"id": "evt_1", "type": "x", "created": 10**15}, "no calendar"),
        ({"id": "evt_1", "type": "x", "created": seconds("2026-03-04T00:00:00")}, "cannot be"),
        ({"id": "evt_1", "type": "x", "created": 0}, "cannot be"),
        ({"id": "evt\0", "type": "x", "created": 1}, "characters of no text"),
        (event("evt_1", "invoice.paid", {"customer": "cus_1"}), "needs the property invoice"),
        (event("evt_1", "invoice.paid", invoice(customer=None)), "names no customer"),
        (event("evt_1", "invoice.payment_failed", invoice(amount_remaining=-1)), "must be a number"),
        (event("evt_1", "customer.subscription.updated", subscription(item(10**15, 10**15))), "nobody has"),
        (event("evt_1", "customer.subscription.updated", subscription(item(10**9, 10**6))), "must be a number from"),
        (event("evt_1", "invoice.payment_failed", invoice(attempt_count=True)), "attempt_count is not a whole number"),
        (event("evt_1", "customer.subscription.updated", subscription(items={"data": [7]})), "items.data[0]"),
    ],
)
def test_what_is_malformed_says_where(message: Any, why: str) -> None:
    with pytest.raises(MalformedError) as caught:
        facts_of(read_notice(message, NOW), Guide())

    assert why in str(caught.value)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.integers(10**12, 10**16) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(
    kind=st.sampled_from(sorted(READERS)),
    about=st.sampled_from([invoice(payment_intent="pi_1"), subscription(item(100), item(5, 2, "year"))]),
    path=st.lists(st.integers(0, 30), min_size=1, max_size=5),
    value=ANY,
)
def test_whatever_stands_in_an_object_it_is_read_or_malformed(
    kind: str, about: Any, path: list[int], value: Any
) -> None:
    message = event("evt_1", kind, _with(about, path, value))

    try:
        facts = facts_of(read_notice(message, NOW), Guide())
    except MalformedError:
        return
    assert len(facts.events) <= 1


def _with(about: Any, path: list[int], value: Any) -> Any:
    """Answer a copy in which something on the way that `path` goes is another value."""
    if not path or not isinstance(about, dict | list) or not about:
        return value
    keys = list(about) if isinstance(about, dict) else range(len(about))
    key = keys[path[0] % len(keys)]
    copy = about.copy()
    copy[key] = _with(about[key], path[1:], value)
    return copy


def test_a_part_reads_ids_and_whole_objects_alike() -> None:
    assert [Part({"customer": shape}).id("customer") for shape in ("cus_1", {"id": "cus_1"}, None)] == ["cus_1"] * 2 + [
        None
    ]
