"""Shares of a few, and what they say of the many: intervals that hold in 95 of 100 cases."""

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

SURE, POWER = 0.95, 0.80
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    some: int
    all: int

    @property
    def value(self) -> float:
        """Answer the share itself; of nobody it is 0."""
        return self.some / self.all if self.all else 0.0

    def interval(self, sure: float = SURE) -> tuple[float, float]:
        """Answer from where to where the true share may lie: the score interval.

        E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American
        Statistical Association 22 (1927), 209 to 212.
        """
        if not self.all:
            return 0.0, 1.0
        z, n, p = _z(sure), self.all, self.value
        middle, reach = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        low, high = (middle - reach) / (1 + z * z / n), (middle + reach) / (1 + z * z / n)
        return max(low, 0.0), min(high, 1.0)


def difference(one: Share, other: Share, sure: float = SURE) -> tuple[float, float]:
    """Answer from where to where the difference of two shares may lie.

    R. G. Newcombe, Interval estimation for the difference between independent proportions: comparison of eleven
    methods, Statistics in Medicine 17 (1998), 873 to 890, method 10.
    """
    (low, high), (other_low, other_high) = one.interval(sure), other.interval(sure)
    gap = one.value - other.value
    least = gap - sqrt((one.value - low) ** 2 + (other_high - other.value) ** 2)
    most = gap + sqrt((high - one.value) ** 2 + (other.value - other_low) ** 2)
    return least, most


def enough(one: float, other: float) -> int:
    """Answer how many of each it takes to find such a difference in 80 of 100 cases (the shares must differ)."""
    z = _z(SURE) + _NORMAL.inv_cdf(POWER)
    return ceil(z * z * (one * (1 - one) + other * (1 - other)) / (one - other) ** 2)


def _z(sure: float) -> float:
    return _NORMAL.inv_cdf((1 + sure) / 2)
