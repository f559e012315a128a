"""Value: the hours that uses of the product saved, and when they cannot be told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from journeys.behavior import Behavior, Usage
from journeys.program import read_program
from journeys.view import View
from tests.unit.journeys.small_program import TEXT
from tests.unit.journeys.stage import account, book

NOW = datetime(2026, 6, 17, 15, tzinfo=UTC)
FIELDS = book().catalog.fields


def used(*days_ago: tuple[int, int], event: str = "task completed", **more: Any) -> Behavior:
    """An old account that did this so often, so many days ago; a task is worth 4 minutes, a report 10."""
    days = sorted(((NOW - timedelta(days=ago)).date(), times) for ago, times in days_ago)
    total = sum(times for _, times in days)
    behavior = account(NOW, signed_up_at=NOW - timedelta(days=900), **more)
    return replace(behavior, usage={event: Usage(total, NOW - timedelta(days=880), NOW, tuple(days))})


def told(name: str, behavior: Behavior) -> object:
    return FIELDS[f"value.{name}"].read(View(NOW, behavior))


@pytest.mark.parametrize(
    ("days_ago", "quarter", "before", "year"),
    [
        (0, 2, 0, 2), (89, 2, 0, 2), (90, 0, 2, 2), (179, 0, 2, 2), (180, 0, 0, 2), (364, 0, 0, 2), (365, 0, 0, 0),
    ],
)  # fmt: skip
def test_uses_count_for_the_time_in_which_they_were(days_ago: int, quarter: int, before: int, year: int) -> None:
    behavior = used((days_ago, 30))

    hours = [told(f"hours_{span}", behavior) for span in ("this_quarter", "last_quarter", "this_year")]
    assert hours == [quarter, before, year]


def test_only_whole_hours_are_claimed() -> None:
    assert [told("hours_this_year", used((1, times))) for times in (0, 14, 15, 29)] == [0, 0, 1, 1]


def test_what_saved_most_stands_first_and_what_saved_less_than_an_hour_is_left_out() -> None:
    tasks, reports, automations = (
        used((1, 30)),
        used((1, 18), event="report viewed"),
        used((1, 9), event="automation ran"),
    )
    behavior = replace(tasks, usage={**tasks.usage, **reports.usage, **automations.usage})

    assert told("this_year", behavior) == [
        {"title": "Status questions that reports answered", "times": 18, "hours": 3},
        {"title": "Tasks nobody had to chase", "times": 30, "hours": 2},
    ]


def test_behind_a_silent_feed_nothing_is_claimed_until_it_is_back() -> None:
    silent = told("hours_this_year", used((1, 30), silent=["product"]))

    assert (type(silent).__name__, getattr(silent, "absent", None)) == ("Unknown", False)


def test_what_was_before_the_feed_was_connected_will_never_be_told() -> None:
    behavior = replace(used((1, 30)), beginnings={"product": (NOW - timedelta(days=120)).date()})

    year = told("hours_this_year", behavior)
    assert (told("hours_this_quarter", behavior), getattr(year, "absent", None)) == (2, True)


def test_a_program_that_does_not_say_what_a_use_is_worth_claims_nothing() -> None:
    assert read_program(TEXT, "program.yaml").savings == ()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("{title: A, event: task completed, minutes: 0}", "more than 0"),
        ("{title: A, event: task completed}", 'needs "minutes"'),
        ("{title: A, event: task complete, minutes: 1}", 'did you mean "task completed"'),
    ],
)
def test_a_slip_in_what_a_use_is_worth_is_told(value: str, message: str) -> None:
    with pytest.raises(ExceptionGroup) as caught:
        read_program(f"{TEXT}value:\n  tasks: {value}\n", "program.yaml")

    assert [message in str(error) for error in caught.value.exceptions] == [True]
