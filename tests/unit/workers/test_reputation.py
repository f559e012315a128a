"""When mail comes to grief too often: the shares above which nobody goes on, and below which nobody is stopped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.reputation import Figures
from workers.reputation import trouble

COUNTS = st.tuples(st.integers(0, 5000), st.integers(0, 400), st.integers(0, 30))


@pytest.mark.parametrize(
    ("accepted", "bounced", "complained", "stops"),
    [
        (3, 1, 0, False),
        (3, 3, 0, False),
        (100, 5, 0, False),
        (99, 5, 0, True),
        (100, 6, 0, True),
        (1000, 50, 0, False),
        (1000, 51, 0, True),
        (10, 0, 2, False),
        (2999, 0, 3, True),
        (3000, 0, 3, False),
        (10_000, 0, 10, False),
        (10_000, 0, 11, True),
    ],
)
def test_more_than_a_twentieth_or_a_thousandth_and_not_a_mere_few(
    accepted: int, bounced: int, complained: int, stops: bool
) -> None:
    assert bool(trouble([Figures("tour", accepted, bounced, complained)])) is stops


@given(st.lists(COUNTS, max_size=6))
def test_it_is_the_whole_that_counts_however_it_is_spread_over_journeys(counts: list[tuple[int, int, int]]) -> None:
    spread = [Figures(f"j{number}", *one) for number, one in enumerate(counts)]
    whole = Figures("all", *(sum(one[place] for one in counts) for place in range(3)))

    assert bool(trouble(spread)) == bool(trouble([whole]))


def test_it_says_how_many_and_whose() -> None:
    found = [Figures("tour", 50, 6, 0), Figures("other", 40, 1, 4), Figures("bill", 10, 0, 0)]

    assert trouble(found) == (
        "7 of 100 mails of the last 7 days bounced for good, more than 5%: tour 6 of 50, other 1 of 40; "
        "of 100 mails of the last 7 days 4 were called spam, more than 0.1%: other 4 of 40"
    )
