"""Trends: what a change is, how many falls run, and what a broken pipe, a short life or a start from nothing leave."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from journeys.behavior import Behavior, Return, Usage
from journeys.needs import Counts
from tests.unit.journeys.small_program import ALIVE, CATALOG, NOW, account, ask, value_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OUTAGE = {"product": (Return(NOW - 6 * DAY, NOW - 3 * DAY),)}


def signed_in(*weeks: int, today: int = 0, **traits: Any) -> Behavior:
    """Answer an account that signed in so often in each week of whole days, the newest first."""
    days = [((NOW - (1 + 7 * back) * DAY).date(), times) for back, times in enumerate(weeks)]
    days = sorted([*days, (NOW.date(), today)])
    return account({"signed in": Usage(sum(weeks) + today, NOW - 50 * DAY, NOW, tuple(days))}, **traits)


def seen(text: str, behavior: Behavior) -> tuple[object, str]:
    """Answer the value that was looked at first, and what is unknown about the answer."""
    answer = ask(text, behavior)
    return next(iter(answer.evidence.values())), answer.unknown


@pytest.mark.parametrize(
    ("weeks", "change"), [((6, 10), -0.4), ((9, 10), -0.1), ((15, 10), 0.5), ((0, 10), -1), ((0, 0), 0), ((7, 7), 0)]
)
def test_a_change_is_the_share_by_which_the_last_whole_days_differ_from_those_before(
    weeks: tuple[int, ...], change: float
) -> None:
    behavior = signed_in(*weeks, today=100)

    assert seen('usage.change("signed in", 7 days) <= -40%', behavior) == (change, "")
    assert value_of("usage.login_change_week", behavior) == change


def test_a_quarter_is_compared_with_the_one_before() -> None:
    quarters = {
        "signed in": Usage(40, NOW - 170 * DAY, NOW, (((NOW - 170 * DAY).date(), 10), ((NOW - 20 * DAY).date(), 30)))
    }

    assert value_of("usage.login_change_quarter", account(quarters)) == 2


def test_a_fall_by_exactly_the_share_is_one() -> None:
    for times, share in ((9, 10), (7, 30), (6, 40), (3, 70)):
        assert ask(f'usage.change("signed in", 7 days) <= -{share}%', signed_in(times, 10)).value is True


def test_where_nothing_was_before_nothing_can_be_compared() -> None:
    value, unknown = seen('usage.change("signed in", 7 days) < 0', signed_in(5, 0))

    assert (value, unknown) == (None, "it did not happen in the days before, so there is nothing to compare with")


def test_a_young_account_has_not_fallen() -> None:
    behavior = signed_in(2, 10, signed_up_at=NOW - 13 * DAY)

    value, unknown = seen('usage.change("signed in", 7 days) < 0', behavior)

    assert (value, unknown) == (None, "it signed up on 2026-11-09, too lately to compare")
    assert value_of("usage.login_falls", behavior) == 0
    assert value_of("usage.login_change_week", signed_in(2, 10, signed_up_at=NOW - 14 * DAY)) == -0.8


@pytest.mark.parametrize(
    ("weeks", "falls"),
    [
        ((1, 2, 4, 8, 8), 3), ((6, 10, 10), 1), ((7, 10, 20), 0), ((0, 5, 5), 1), ((0, 0, 5), 0), ((), 0),
        ((1, 3, 9, 27, 81, 243, 729, 2187), 6),
    ],
)  # fmt: skip
def test_falls_are_counted_from_the_newest_until_one_is_none(weeks: tuple[int, ...], falls: int) -> None:
    behavior = signed_in(*weeks)

    assert value_of("usage.login_falls", behavior) == falls
    assert ask(f'usage.falls("signed in", 1 week, 40%) == {falls}', behavior).value is True


def test_weeks_from_before_it_signed_up_do_not_fall() -> None:
    assert value_of("usage.login_falls", signed_in(1, 2, 4, 8, signed_up_at=NOW - 21 * DAY)) == 2


@pytest.mark.parametrize(
    ("feeds", "returns", "because"),
    [
        (ALIVE | {"product": NOW - 3 * DAY}, {}, "the product feed has been silent since"),
        ({"billing": NOW}, {}, "the product feed has never been heard"),
        (ALIVE, OUTAGE, "the product feed was silent from 2026-11-16 12:00 to 2026-11-19 12:00 UTC"),
    ],
)
def test_a_fall_is_never_concluded_from_a_broken_pipe(
    feeds: Mapping[str, object], returns: Mapping[str, tuple[Return, ...]], because: str
) -> None:
    behavior = replace(signed_in(0, 10, 10), feeds=feeds, returns=returns)  # type: ignore[arg-type]

    for text in ('usage.change("signed in", 7 days) < 0', "usage.login_falls >= 1", "usage.login_change_week < 0"):
        value, unknown = seen(text, behavior)
        assert value is None or value == "at most 6"
        assert unknown.startswith(because)


def test_falls_from_after_an_outage_stand_and_only_those_before_it_are_in_doubt() -> None:
    weeks_ago = {"product": (Return(NOW - 26 * DAY, NOW - 23 * DAY),)}
    behavior = replace(signed_in(1, 2, 4, 8, 16), returns=weeks_ago)

    assert seen("usage.login_falls >= 2", behavior) == ("2 to 6", "")
    assert ask("usage.login_falls >= 3", behavior).value is None
    assert value_of("usage.login_change_week", behavior) == -0.5


def test_nightly_pauses_do_not_make_an_outage_forgotten() -> None:
    nights = [Return(NOW - night * DAY - HOUR * 14, NOW - night * DAY - HOUR * 4) for night in (2, 1)]
    behavior = replace(signed_in(0, 10, 10), returns={"product": (*OUTAGE["product"], *nights)})

    value, unknown = seen("usage.login_change_week < 0", behavior)

    assert (value, unknown) == (None, "the product feed was silent from 2026-11-16 12:00 to 2026-11-19 12:00 UTC")
    assert ask("usage.login_falls >= 1", behavior).value is None


def test_a_silence_that_was_allowed_is_no_outage() -> None:
    behavior = replace(signed_in(5, 10), returns={"product": (Return(NOW - 5 * DAY, NOW - 3 * DAY),)})

    assert value_of("usage.login_change_week", behavior) == -0.5


def test_the_core_changes_with_all_of_its_events_together() -> None:
    last, before = (NOW - DAY).date(), (NOW - 31 * DAY).date()
    behavior = account(
        {
            "project created": Usage(9, NOW - 40 * DAY, NOW, ((before, 4), (last, 5))),
            "task completed": Usage(16, NOW - 40 * DAY, NOW, ((before, 16),)),
        }
    )

    assert value_of("usage.core_change_month", behavior) == -0.75


def test_only_the_windows_that_are_compared_are_gathered() -> None:
    functions = CATALOG.functions

    assert CATALOG.needs(["usage.login_change_week"]) == {Counts("signed in", 15)}
    assert functions["usage.falls"].needs("signed in", 7, 0.4) == {Counts("signed in", 50)}
