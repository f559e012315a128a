"""What an account's subscriptions say of it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.importing.subscriptions import Subscription, figures, months_after

TODAY = date(2025, 1, 1)
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def annual(starts: date, ends: date | None = None, arr: int = 100) -> Subscription:
    return Subscription(starts, ends, arr, "annual")


def monthly(starts: date, ends: date | None = None, arr: int = 10) -> Subscription:
    return Subscription(starts, ends, arr, "monthly")


@pytest.mark.parametrize(
    ("subscription", "after", "renewal"),
    [
        (annual(date(2024, 3, 1)), TODAY, date(2025, 3, 1)),
        (annual(date(2023, 1, 1)), TODAY, date(2026, 1, 1)),
        (annual(date(2024, 2, 29)), TODAY, date(2025, 2, 28)),
        (annual(date(2024, 2, 29)), date(2027, 6, 1), date(2028, 2, 29)),
        (monthly(date(2024, 10, 31)), date(2025, 2, 1), date(2025, 2, 28)),
        (monthly(date(2024, 10, 31)), date(2025, 2, 28), date(2025, 3, 31)),
        (monthly(TODAY), TODAY, date(2025, 2, 1)),
    ],
)
def test_a_subscription_renews_on_its_next_anniversary(subscription: Subscription, after: date, renewal: date) -> None:
    assert subscription.renews(after) == renewal


@given(starts=DAYS, days=st.integers(0, 5000), frequency=st.sampled_from(["annual", "monthly"]))
def test_the_renewal_is_the_first_anniversary_after_the_day(starts: date, days: int, frequency: str) -> None:
    after, step = starts + timedelta(days=days), 12 if frequency == "annual" else 1

    anniversaries = (months_after(starts, number * step) for number in range(1, 2000))

    assert Subscription(starts, None, 0, frequency).renews(after) == next(day for day in anniversaries if day > after)


def test_the_figures_are_those_of_what_is_running() -> None:
    told = [
        annual(date(2024, 3, 1)),
        monthly(date(2024, 5, 5), date(2024, 12, 1)),
        monthly(date(2024, 12, 20)),
        annual(date(2025, 6, 1)),
    ]

    assert figures(told, TODAY) == {
        "arr_cents": 110,
        "billing_frequency": "annual",
        "renewal_on": date(2025, 3, 1),
        "churned_at": None,
    }


def test_an_announced_end_counts_until_then_and_does_not_renew() -> None:
    told = figures([monthly(date(2024, 5, 5), date(2025, 2, 1))], TODAY)

    assert (told["arr_cents"], told["renewal_on"], told["churned_at"]) == (10, None, None)


def test_an_account_has_churned_when_its_last_subscription_is_over() -> None:
    told = figures([annual(date(2023, 1, 1), date(2024, 1, 1)), monthly(date(2023, 1, 1), date(2024, 6, 1))], TODAY)

    assert (told["arr_cents"], told["churned_at"]) == (0, date(2024, 6, 1))


def test_an_account_that_came_back_has_not_churned() -> None:
    assert figures([annual(date(2023, 1, 1), date(2024, 1, 1)), monthly(date(2024, 6, 1))], TODAY)["churned_at"] is None
