"""Pace: the machine's clock beside one that cannot be set."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workers.fuse import Pace

START = datetime(2026, 3, 2, 10, tzinfo=UTC)
SECONDS = st.integers(0, 10**7)


@given(SECONDS)
def test_time_that_passes_as_it_should_is_no_leap(seconds: int) -> None:
    pace = Pace(START, 100.0)

    assert pace.leap(START + timedelta(seconds=seconds), 100.0 + seconds) == timedelta()


@given(SECONDS, st.timedeltas(timedelta(days=-400), timedelta(days=400)))
def test_a_clock_that_is_set_leaps_by_as_much(seconds: int, by: timedelta) -> None:
    pace = Pace(START, 100.0)

    assert pace.leap(START + timedelta(seconds=seconds) + by, 100.0 + seconds) == by


def test_a_leap_is_seen_until_it_is_seen_to() -> None:
    pace = Pace(START, 0.0)
    later = START + timedelta(days=90)

    seen = [pace.leap(later, 1.0), pace.leap(later, 1.0)]
    pace.trust(later, 1.0)

    assert seen == [timedelta(days=90, seconds=-1)] * 2
    assert pace.leap(later, 1.0) == timedelta()
