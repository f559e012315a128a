"""Percentiles: a metric of many accounts in 101 points, and where a value stands among them."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence

LAST = 100


def percentiles(values: Collection[float]) -> tuple[float, ...]:
    """Answer the 101 percentiles of these values, of which there is at least one: 0 the least of them, 100 the most."""
    ordered = sorted(values)
    return tuple(_at(ordered, (len(ordered) - 1) * point / LAST) for point in range(LAST + 1))


def percentile(value: float, points: Sequence[float]) -> float:
    """Answer where a value stands among these percentiles, 0 to 100; between its ties, in the middle of them.

    It is at most one point off from where it stands among the values themselves.
    """
    first, behind = bisect_left(points, value), bisect_right(points, value)
    if first < behind:
        return (first + behind - 1) / 2
    if first in (0, len(points)):
        return 0 if first == 0 else LAST
    low, high = points[first - 1], points[first]
    return first - 1 + (value - low) / (high - low)


def _at(ordered: Sequence[float], rank: float) -> float:
    """Answer the value at a rank that may lie between two values."""
    below = int(rank)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (rank - below)
