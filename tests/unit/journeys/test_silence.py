"""Silence: when what a feed does not tell proves something, and when it does not."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.behavior import Return
from journeys.silence import hearing, silence_of
from journeys.success import Feed
from journeys.view import View
from tests.unit.journeys.small_program import NOW, account

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PRODUCT = Feed("product", ("signed in",), 2 * DAY)
SURVEYS = Feed("surveys", ("survey *",), None)


def back(length: timedelta, ago: timedelta) -> tuple[Return, ...]:
    """Answer a return so long ago from a silence so long."""
    return (Return(NOW - ago - length, NOW - ago),)


@pytest.mark.parametrize(
    ("feed", "told", "returned", "state"),
    [
        (PRODUCT, NOW, (), "alive"),
        (PRODUCT, NOW - 2 * DAY, (), "alive"),
        (PRODUCT, NOW - 2 * DAY - timedelta(seconds=1), (), "silent"),
        (PRODUCT, NOW + HOUR, (), "alive"),
        (PRODUCT, None, (), "never heard"),
        (SURVEYS, None, (), "no rhythm"),
        (SURVEYS, NOW - 900 * DAY, back(99 * DAY, timedelta(0)), "no rhythm"),
        (PRODUCT, NOW, back(3 * DAY, timedelta(minutes=59)), "settling"),
        (PRODUCT, NOW, back(3 * DAY, HOUR), "alive"),
        (PRODUCT, NOW, back(2 * DAY, timedelta(0)), "alive"),  # as long as it may be silent: nothing was wrong
        (PRODUCT, NOW - 3 * DAY, back(3 * DAY, HOUR / 2), "silent"),  # heard again, but only of old things so far
        (Feed("product", (), 2 * DAY, timedelta(0)), NOW, back(3 * DAY, timedelta(0)), "alive"),
        (Feed("product", (), 2 * DAY, 2 * DAY), NOW, back(3 * DAY, DAY), "settling"),
        (Feed("product", (), 2 * DAY, DAY), NOW, back(3 * DAY, HOUR * 9) + back(HOUR, HOUR * 6), "settling"),
        (PRODUCT, NOW, back(3 * DAY, DAY) + back(HOUR, HOUR / 2), "alive"),
        (PRODUCT, NOW, (Return(NOW - 4 * DAY, NOW - 9 * HOUR, NOW - HOUR / 2),), "settling"),  # it still catches up
        (PRODUCT, NOW, (Return(NOW - 4 * DAY, NOW - 9 * HOUR, NOW - HOUR),), "alive"),
    ],
)
def test_a_feed_is_believed_while_it_keeps_its_rhythm_and_once_it_has_settled(
    feed: Feed, told: object, returned: tuple[Return, ...], state: str
) -> None:
    found = hearing(feed, NOW, told, returned)  # type: ignore[arg-type]

    assert found.state == state
    assert bool(found.because) is (state in {"silent", "settling", "never heard"})


def test_the_reason_says_since_when_and_until_when() -> None:
    silent = hearing(PRODUCT, NOW, NOW - 3 * DAY).because
    settling = hearing(PRODUCT, NOW, NOW, back(3 * DAY, HOUR / 2)).because

    assert silent == "the product feed has been silent since 2026-11-19 12:00 UTC (allowed: 2 days)"
    assert settling == (
        "the product feed is back since 2026-11-22 11:30 UTC: what it missed may still come until 2026-11-22 12:30 UTC"
    )


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_a_feed_is_believed_only_if_a_silence_is_over_for_as_long_as_it_takes_to_settle(
    ago: int, length: int, told: int
) -> None:
    returned = back(length * HOUR, ago * HOUR)

    believed = hearing(PRODUCT, NOW, NOW - told * HOUR, returned).state == "alive"

    assert believed is (told <= 48 and (length <= 48 or ago >= 1))


def test_every_feed_that_tells_of_an_event_has_its_say_and_one_without_a_rhythm_none() -> None:
    feeds = (PRODUCT, Feed("app", ("signed in",), DAY), Feed("form", ("signed in",), None))
    why = silence_of(["signed in"], feeds)

    both = why(View(NOW, account(feeds={"product": NOW - 3 * DAY, "app": NOW - 3 * DAY})))

    assert both.count("silent since") == 2
    assert why(View(NOW, account(feeds={"product": NOW, "app": NOW}))) == ""
    assert silence_of(["survey answered"], (SURVEYS,))(View(NOW, account(feeds={}))) == ""
