"""What shares of a few say of the many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.odds import Share, difference, enough


@pytest.mark.parametrize(
    ("some", "of", "low", "high"),
    [  # published: R. G. Newcombe, Statistics in Medicine 17 (1998), 857 to 872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(some: int, of: int, low: float, high: float) -> None:
    assert Share(some, of).interval() == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [  # published: R. G. Newcombe, Statistics in Medicine 17 (1998), 873 to 890, table II, method 10
        (Share(56, 70), Share(48, 80), 0.0524, 0.3339),
        (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
        (Share(10, 10), Share(0, 10), 0.6075, 1.0),
    ],
)
def test_the_difference_is_the_published_one(one: Share, other: Share, low: float, high: float) -> None:
    assert difference(one, other) == pytest.approx((low, high), abs=5e-5)


def test_of_nobody_nothing_is_known() -> None:
    assert Share(0, 0).interval() == (0.0, 1.0)
    assert Share(0, 0).value == 0.0


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_share(some: int, more: int) -> None:
    share = Share(some, some + more)
    low, high = share.interval()
    assert 0 <= low <= share.value + 1e-12
    assert share.value - 1e-12 <= high <= 1
    assert share.interval(0.99)[0] <= low + 1e-12


def test_the_smaller_the_difference_the_more_it_takes() -> None:
    assert enough(0.2, 0.1) == 197  # as Fleiss' formula without correction has it
    assert enough(0.15, 0.1) > 3 * enough(0.2, 0.1)
