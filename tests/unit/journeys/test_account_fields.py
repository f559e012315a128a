"""Traits of the account that arrive as others write them."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.unit.journeys.happening_stage import account, value


@pytest.mark.parametrize(
    ("told", "day"),
    [
        (date(2026, 12, 1), date(2026, 12, 1)), ("2026-12-01", date(2026, 12, 1)),
        ("2026-12-01T23:30:00Z", date(2026, 12, 2)), ("2026-12-01T23:30:00", date(2026, 12, 1)),
        ("0001-01-01T00:00:00+14:00", "cannot tell"), ("soon", "cannot tell"), ("", "cannot tell"), (5, "cannot tell"),
        (datetime(2026, 12, 1), "cannot tell"), (None, "absent"),
    ],
)  # fmt: skip
def test_a_day_may_be_told_as_text_and_a_moment_is_a_day_of_the_accounts_calendar(told: object, day: object) -> None:
    assert value("account.trial_ends_on", account(zone="Europe/Berlin", trial_ends_on=told)) == day


def test_what_the_plan_allows_is_known_once_it_is_told() -> None:
    traits = {"data_volume": 42, "data_volume_limit": 50.5, "api_calls": 850, "api_call_limit": 1000}

    assert {name: value(f"account.{name}", replace(account(), account=traits)) for name in traits} == traits
    assert {value(f"account.{name}", account()) for name in traits} == {"absent"}
