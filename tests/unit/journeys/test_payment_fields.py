"""Payment: invoices that fail, are paid and are waived, why they fail, and how revenue grows."""

from itertools import permutations

import pytest

from journeys.behavior import Happening
from tests.unit.journeys.happening_stage import account, happened, value


def payment(what: str, days_ago: float, invoice: str = "in_1", **more: object) -> Happening:
    return happened(f"payment {what}", days_ago, None, invoice=invoice, **more)


def subscription(what: str, days_ago: float, key: str = "s", **more: object) -> Happening:
    return happened(f"subscription {what}", days_ago, None, subscription=key, **more)


@pytest.mark.parametrize(
    ("told", "state", "late_days"),
    [
        ([], "absent", 0),
        ([payment("succeeded", 9)], "on time", 0),
        ([payment("failed", 9)], "late", 9),
        ([payment("failed", 9), payment("failed", 4)], "late", 9),
        ([payment("failed", 9), payment("succeeded", 4)], "on time", 0),
        ([payment("failed", 9), payment("succeeded", 9)], "on time", 0),
        ([payment("succeeded", 9), payment("failed", 4)], "late", 4),
        ([payment("failed", 9), payment("waived", 4)], "absent", 0),
        ([payment("failed", 9), payment("waived", 4), payment("succeeded", 3, "in_2")], "on time", 0),
        ([payment("failed", 9), payment("succeeded", 3, "in_2")], "late", 9),
        ([payment("failed", 3), payment("failed", 12, "in_2")], "late", 12),
    ],
)
def test_payment_is_late_while_an_invoice_is_and_on_time_if_one_was_paid(
    told: list[Happening], state: str, late_days: int
) -> None:
    assert {value("payment.state", account(*order)) for order in permutations(told)} == {state}
    assert value("payment.late_days", account(*told)) == late_days


def test_late_invoices_are_counted_until_they_are_paid_or_waived() -> None:
    told = [payment("failed", 9), payment("failed", 8, "in_2"), payment("waived", 4), payment("succeeded", 3, "in_2")]

    assert [value("payment.late_invoices", account(*told[:count])) for count in range(5)] == [0, 1, 2, 1, 0]
    assert value("payment.late_invoices", account(payment("failed", 290), silent=True)) == "cannot tell"


def test_a_decline_settles_no_invoice() -> None:
    declined = happened("payment declined", 8, invoice="in_1", decline_reason="expired_card")

    assert value("payment.state", account(payment("failed", 9), declined)) == "late"
    assert value("payment.decline_reason", account(payment("failed", 9), declined)) == "expired_card"


def test_the_reason_is_that_of_the_newest_failure_that_is_still_open() -> None:
    behavior = account(
        payment("failed", 9, "in_1", decline_reason="expired_card"),
        payment("failed", 8, "in_1", decline_reason="stolen_card"),
        payment("failed", 1, "in_2", decline_reason="insufficient_funds"), payment("succeeded", 0, "in_2"),
    )  # fmt: skip

    assert value("payment.decline_reason", behavior) == "stolen_card"


def test_without_a_late_invoice_or_a_word_there_is_no_reason() -> None:
    paid = account(payment("failed", 9, decline_reason="expired_card"), payment("succeeded", 1))

    assert value("payment.decline_reason", paid) == "absent"
    assert value("payment.decline_reason", account(payment("failed", 9))) == "absent"


def test_a_decline_of_which_nobody_says_why_is_of_another_kind_and_without_a_late_invoice_there_is_none() -> None:
    told = [payment("failed", 9), payment("failed", 2, decline_reason="expired_card"), payment("succeeded", 1)]

    kinds = [value("payment.decline_kind", account(*told[:count])) for count in (1, 2, 3)]
    assert kinds == ["other", "expired card", "absent"]
    assert value("payment.decline_kind", account(payment("failed", 290), silent=True)) == "cannot tell"


def test_failures_of_the_last_90_days_are_counted_whatever_became_of_them() -> None:
    told = [payment("failed", 90), payment("failed", 89), payment("succeeded", 88), payment("failed", 2, "in_2")]

    assert value("payment.failures", account(*told)) == 2
    assert value("payment.failures", account(*told, silent=True)) == (2, float("inf"))


def test_behind_a_silent_feed_what_failed_may_have_been_paid_and_what_was_paid_may_have_failed() -> None:
    for told in (payment("failed", 290), payment("succeeded", 290)):
        assert value("payment.state", account(told, silent=True)) == "cannot tell"
        assert value("payment.late_days", account(told, silent=True)) == "cannot tell"


@pytest.mark.parametrize(
    ("told", "growth"),
    [
        ([subscription("created", 400, arr=10_000), subscription("updated", 100, arr=12_000)], 0.2),
        ([subscription("created", 400, arr=10_000)], 0),
        ([subscription("created", 400, arr=10_000), subscription("created", 9, "t", arr=5_000)], 0.5),
        ([subscription("created", 400, arr=10_000), subscription("deleted", 9, arr=10_000)], -1),
        ([subscription("created", 500, arr=10_000), subscription("updated", 400, arr=20_000)], 0),
        ([subscription("created", 60, arr=10_000), subscription("updated", 20, arr=15_000)], 0.5),
        ([subscription("created", 29, arr=10_000), subscription("updated", 20, arr=15_000)], "absent"),
        ([subscription("created", 60, status="trialing", arr=9_000), subscription("updated", 40, arr=6_000)], 0),
        ([subscription("created", 400, arr=8_000), subscription("updated", 9, status="past_due", arr=8_000)], 0),
        ([subscription("created", 400, arr=8_000), subscription("updated", 9, status="canceled", arr=8_000)], -1),
        ([subscription("created", 400, arr=8_000, ends_on="2026-11-01")], -1),
        ([subscription("created", 400, arr=8_000, ends_on="2026-12-01")], 0),
        ([subscription("created", 400, arr=8, currency="USD"), subscription("updated", 9, arr=8)], 0),
        ([subscription("created", 400, arr=8, currency="USD"), subscription("updated", 9, arr=8, currency="EUR")],
         "absent"),
        ([subscription("created", 400, arr=8_000), subscription("updated", 9)], "absent"),
        ([subscription("created", 400)], "absent"),
        ([], "absent"),
    ],
)  # fmt: skip
def test_growth_is_todays_revenue_against_that_of_a_year_ago_or_the_earliest_told(
    told: list[Happening], growth: object
) -> None:
    assert {value("payment.growth", account(*order)) for order in permutations(told)} == {growth}


def test_a_subscription_first_told_of_by_a_change_or_its_end_ran_before() -> None:
    known = subscription("updated", 60, "a", arr=10_000)

    assert value("payment.growth", account(known, subscription("updated", 5, "b", arr=10_000))) == 0
    assert value("payment.growth", account(known, subscription("deleted", 5, "b", arr=10_000))) == -0.5
    assert value("payment.growth", account(known, subscription("created", 5, "b", arr=10_000))) == 1


def test_growth_cannot_be_told_behind_a_silent_feed() -> None:
    assert value("payment.growth", account(subscription("created", 400, arr=10_000), silent=True)) == "cannot tell"
