"""The depth of use: on how many days of the last month a core feature was used."""

from datetime import timedelta

import pytest

from journeys.behavior import Behavior, Usage
from tests.unit.journeys.small_program import ALIVE, NOW, account, ask, value_of

DAY = timedelta(days=1)
SILENT = ALIVE | {"product": NOW - 3 * DAY}


def viewed(*days_ago: int, times: int = 1) -> dict[str, Usage]:
    days = tuple(sorted(((NOW - back * DAY).date(), times) for back in days_ago))
    return {"board viewed": Usage(times * len(days), NOW - 40 * DAY, NOW, days)}


def on_boards(*days_ago: int, times: int = 1) -> Behavior:
    return account(viewed(*days_ago, times=times))


@pytest.mark.parametrize(("days_ago", "days"), [((), 0), ((0,), 1), ((0, 1, 29), 3), ((30, 31), 0)])
def test_a_feature_is_used_as_deeply_as_it_has_days_in_the_last_month(days_ago: tuple[int, ...], days: int) -> None:
    assert value_of("features.boards", on_boards(*days_ago)) == days


def test_however_often_on_one_day_it_is_one_day() -> None:
    assert value_of("features.boards", on_boards(2, times=500)) == 1


def test_what_was_seen_is_at_least_that_while_the_feed_is_silent() -> None:
    behavior = account(viewed(3, 4, 5), SILENT)

    assert ask("features.boards >= 3", behavior).value is True
    assert ask("features.boards >= 4", behavior).value is None
