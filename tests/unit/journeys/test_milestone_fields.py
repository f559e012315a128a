"""Milestones: the day on which one was reached, where that can be told, and how long that took."""

from datetime import UTC, date, datetime, timedelta

import pytest

from journeys.behavior import Usage
from journeys.catalog import unknowns
from journeys.needs import Counts
from tests.unit.journeys.small_program import ALIVE, CATALOG, NOW, account, ask, used, value_of

DAY = timedelta(days=1)
TODAY = NOW.date()


def tasks(total: int, *days: tuple[int, int]) -> dict[str, Usage]:
    """Answer so many completed tasks, of which those of the last year are told by how many days ago."""
    return {"task completed": Usage(total, NOW - 900 * DAY, NOW, tuple((TODAY - back * DAY, n) for back, n in days))}


@pytest.mark.parametrize(
    ("total", "days", "reached"),
    [
        (10, ((9, 4), (8, 5), (3, 1)), 3), (30, ((9, 4), (8, 5), (3, 21)), 3), (12, ((9, 4), (3, 1)), 9),
        (40, ((9, 4), (3, 1)), None), (9, ((9, 9),), None),
    ],
)  # fmt: skip
def test_a_milestone_is_reached_on_the_day_it_was_done_often_enough(
    total: int, days: tuple[tuple[int, int], ...], reached: int | None
) -> None:
    behavior = account(tasks(total, *days), signed_up_at=NOW - 20 * DAY)

    assert value_of("milestones.first_value_on", behavior) == (None if reached is None else TODAY - reached * DAY)
    assert value_of("milestones.days_to_first_value", behavior) == (None if reached is None else 20 - reached)


def test_what_happens_once_is_reached_on_its_first_day_of_the_accounts_calendar() -> None:
    midnight = datetime(2024, 3, 10, 3, tzinfo=UTC)
    behavior = account({"project created": Usage(3, midnight, NOW)}, timezone="America/New_York")

    assert value_of("milestones.first_project_on", behavior) == date(2024, 3, 9)


def test_value_before_the_sign_up_took_no_days() -> None:
    behavior = account(tasks(10, (9, 10)), signed_up_at=NOW - 2 * DAY)

    assert value_of("milestones.days_to_first_value", behavior) == 0


def test_a_mail_does_not_wait_for_what_was_not_reached_but_for_what_nobody_may_have_told() -> None:
    names = ["milestones.first_value_on", "milestones.first_project_on", "milestones.days_to_first_value"]

    assert unknowns(NOW, CATALOG, account(tasks(3)), None, names) == {}
    assert list(unknowns(NOW, CATALOG, account(feeds=ALIVE | {"product": NOW - 3 * DAY}), None, names)) == names
    assert ask("milestones.first_project_on < '2026-11-01'", account()).unknown == "it has not been reached"


def test_days_are_gathered_only_for_what_must_happen_several_times() -> None:
    assert CATALOG.needs(["milestones.first_project_on"]) == {Counts("project created")}
    assert CATALOG.needs(["milestones.first_value_on"]) == {Counts("task completed", 366)}


def test_the_checklist_took_until_its_last_item_was_done_first() -> None:
    usage = {"project created": used(1, NOW - 9 * DAY), "task completed": Usage(4, NOW - 5 * DAY, NOW)}

    assert value_of("checklist.days_to_complete", account(usage, signed_up_at=NOW - 12 * DAY)) == 7
    usage.pop("project created")
    assert value_of("checklist.days_to_complete", account(usage, signed_up_at=NOW - 12 * DAY)) is None
