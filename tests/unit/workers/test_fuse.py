"""Pace: the database's clock beside one that cannot be set, and this machine's beside the database's."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workers.agreement import Clocks
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
    pace.trust(Clocks(later, (later, later), (1.0, 1.0)))

    assert seen == [timedelta(days=90, seconds=-1)] * 2
    assert pace.leap(later, 1.0) == timedelta()


@given(st.floats(0, 3600), st.floats(0, 3600), st.timedeltas(timedelta(seconds=-50), timedelta(seconds=50)))
def test_a_database_that_is_slow_to_answer_is_neither_apart_nor_a_jump(
    before: float, after: float, ahead: timedelta
) -> None:
    asked = START + timedelta(hours=1)
    machine = (asked + ahead - timedelta(seconds=before), asked + ahead + timedelta(seconds=after))
    clocks = Clocks(asked, machine, (3600.0 - before, 3600.0 + after))

    assert clocks.agree
    assert Pace(START, 0.0).leapt(clocks) == timedelta()


@given(SECONDS, st.floats(0, 9))
def test_a_machine_that_is_far_off_is_found_so_whichever_side_it_is_on(seconds: int, slow: float) -> None:
    off = timedelta(seconds=seconds + 61)
    late = timedelta(seconds=slow)

    assert Clocks(START, (START + off, START + off + late), (0.0, slow)).skew == off
    assert Clocks(START, (START - off - late, START - off), (0.0, slow)).skew == -off


def test_what_was_never_trusted_cannot_have_jumped() -> None:
    assert Pace().leap(START, 5.0) == timedelta()
