"""Where an account stands among its peers: percentiles against a brute force, and never among fewer than ten."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.behavior import Behavior, Benchmark
from journeys.benchmark_fields import compared
from journeys.certainty import Between, Unknown
from journeys.needs import Counts, Peers
from journeys.percentiles import percentile, percentiles
from journeys.view import View
from tests.unit.journeys.small_program import ALIVE, CATALOG, NOW, account, used

FIGURES = st.one_of(st.integers(0, 5).map(float), st.floats(0, 100).map(lambda value: round(value, 3)))
FIELD = CATALOG.fields["benchmarks.tasks_completed"]


def brute_force(value: float, values: list[float]) -> float:
    """Where the value stands if the least of them has 0 and the most 100, its ties in the middle."""
    ordered, steps = sorted(values), len(values) - 1
    here = [rank for rank, one in enumerate(ordered) if one == value]
    if here:
        return 50.0 if not steps else 100 * (here[0] + here[-1]) / 2 / steps
    below = sum(one < value for one in ordered)
    if below in (0, len(ordered)):
        return 0.0 if below == 0 else 100.0
    low, high = ordered[below - 1], ordered[below]
    return 100 * (below - 1 + (value - low) / (high - low)) / steps


@given(st.lists(FIGURES, min_size=10, max_size=300), st.data())
def test_the_percentile_is_that_of_a_brute_force_to_within_a_point(values: list[float], data: st.DataObject) -> None:
    value = data.draw(st.sampled_from(values) | FIGURES)
    assert percentile(value, percentiles(values)) == pytest.approx(brute_force(value, values), abs=1.0001)


@given(st.lists(FIGURES, min_size=10, max_size=100), FIGURES, FIGURES)
def test_more_is_never_a_lower_percentile(values: list[float], one: float, other: float) -> None:
    points = percentiles(values)
    assert percentile(min(one, other), points) <= percentile(max(one, other), points)


def test_ties_share_the_middle() -> None:
    assert percentile(3, percentiles([3] * 12)) == 50
    assert percentile(0, percentiles([0] * 5 + [9] * 6)) == 20
    assert [percentile(value, percentiles(range(11))) for value in (-1, 0, 5, 10, 11)] == [0, 0, 50, 100, 100]


def among(accounts: int, behavior: Behavior, segment: str = "smb") -> object:
    peers = {(segment, "tasks_completed"): Benchmark(accounts, percentiles(range(accounts)))}
    return FIELD.read(View(NOW, replace(behavior, benchmarks=peers)))


def doing(times: int, arr: int = 9000) -> Behavior:
    return account({"task completed": used(times)}, arr=arr, seats=5)


def test_an_account_stands_where_its_own_figure_does() -> None:
    assert among(11, doing(5)) == 50
    assert among(11, doing(500)) == 100


def test_among_nine_nobody_is_compared_among_ten_everybody() -> None:
    nine = among(9, doing(5))
    assert isinstance(nine, Unknown)
    assert nine.absent
    assert "fewer than 10 accounts of its segment" in nine.because
    assert among(10, doing(9)) == 100


def test_nobody_is_compared_with_another_segment() -> None:
    assert isinstance(among(11, doing(5), segment="enterprise"), Unknown)
    assert among(11, doing(5, arr=200_000), segment="enterprise") == 50


def test_a_figure_that_is_only_bounded_is_a_bounded_percentile() -> None:
    silent = account({"task completed": used(5)}, {"billing": NOW}, arr=9000, seats=5)
    found = among(11, silent)
    assert isinstance(found, Between)
    assert (found.low, found.high) == (50, 100)
    assert "product feed" in found.because


def test_what_is_compared_is_what_the_catalog_has() -> None:
    assert set(compared(CATALOG.program, CATALOG.fields)) >= {"feature_adoption", "active_days", "tasks_completed"}
    assert FIELD.needs == {Peers(), Counts("task completed")}
    assert set(ALIVE) == {"product", "billing"}
