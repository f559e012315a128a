"""The time-lapse's grid: looks happen on it alone."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from console.demo.book import GRID
from console.demo.lapse import on_grid

STARTS = datetime(2026, 9, 28, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2026, 9, 28), datetime(2026, 12, 1), timezones=st.just(UTC))


@given(MOMENTS)
def test_the_grid_answers_the_first_of_its_moments_that_is_not_before(moment: datetime) -> None:
    hop = on_grid(STARTS, moment, GRID)

    assert (hop - STARTS) % GRID == timedelta(0)
    assert moment <= hop < moment + GRID


@given(MOMENTS)
def test_a_moment_of_the_grid_is_its_own(moment: datetime) -> None:
    hop = on_grid(STARTS, moment, GRID)

    assert on_grid(STARTS, hop, GRID) == hop
