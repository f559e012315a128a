"""Core features: which lie idle, and in which order those not in use are named."""

from datetime import timedelta
from typing import Any

import pytest

from tests.unit.journeys.small_program import ALIVE, NOW, account, ask, used, value_of

DAY = timedelta(days=1)
SILENT = ALIVE | {"product": NOW - 3 * DAY}


def titles(*tried: str) -> list[str]:
    behavior = account({event: used(1, NOW - 31 * DAY) for event in tried})
    items: Any = value_of("usage.unused_features", behavior)
    return [item["title"] for item in items]


def test_what_was_never_tried_comes_before_what_was_given_up_each_in_the_programs_order() -> None:
    assert titles() == ["Projects", "Tasks", "Boards", "Invoices"]
    assert titles("project created") == ["Tasks", "Boards", "Invoices", "Projects"]
    assert titles("board viewed", "project created") == ["Tasks", "Invoices", "Projects", "Boards"]


@pytest.mark.parametrize(("back", "lapsed"), [(0, 0), (13, 0), (14, 1), (400, 1)])
def test_a_feature_has_lapsed_when_it_was_used_but_not_for_two_weeks(back: int, lapsed: int) -> None:
    assert value_of("usage.lapsed_features", account({"project created": used(1, NOW - back * DAY)})) == lapsed


def test_what_lies_idle_is_named_with_its_days_the_shortest_first() -> None:
    usage = {"project created": used(1, NOW - 40 * DAY), "board viewed": used(1, NOW - 15 * DAY)}
    idle: Any = value_of("usage.idle_features", account(usage | {"invoice sent": used(1, NOW)}))
    assert [(one["title"], one["days"]) for one in idle] == [("Boards", 15), ("Projects", 40)]


def test_nobody_says_what_lies_idle_while_the_feed_is_silent() -> None:
    behavior = account({"project created": used(1, NOW - 40 * DAY)}, SILENT)
    assert value_of("usage.idle_features", behavior) is None


def test_what_was_never_used_has_not_lapsed() -> None:
    assert value_of("usage.lapsed_features", account()) == 0


def test_a_silent_feed_lets_no_feature_lapse() -> None:
    usage = {"project created": used(1, NOW - 20 * DAY), "invoice sent": used(1, NOW - 20 * DAY)}
    answer = ask("usage.lapsed_features >= 2", account(usage, SILENT))

    assert (answer.value, answer.evidence["usage.lapsed_features"]) == (None, "1 to 2")
    assert ask("usage.lapsed_features >= 1", account(usage, SILENT)).value is True


def test_it_is_active_since_anything_counts_as_activity() -> None:
    assert value_of("usage.days_since_active", account({"signed in": used(1, NOW - 4 * DAY)})) == 4
    assert ask("usage.days_since_active > 99", account({"task completed": used(1)})).value is True
    assert ask("usage.days_since_active > 99", account(feeds=SILENT)).value is None
