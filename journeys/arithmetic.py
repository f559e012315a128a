"""Arithmetic on numbers that may be unknown; what cannot be worked out is unknown, never an error."""

import operator
from collections.abc import Callable
from math import isnan
from typing import Any

from journeys.certainty import Between, Unknown, Unsure, bounds, doubt
from journeys.part import Run, Seen
from journeys.view import View

COMPUTE: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip


def computation(sign: str, left: Run, right: Run) -> Run:
    """Answer the number `left sign right`."""
    compute = COMPUTE[sign]

    def answer(view: View, evidence: Seen) -> object:
        a, b = left(view, evidence), right(view, evidence)
        if isinstance(a, Unsure) or isinstance(b, Unsure):
            return _careful(sign, a, b)
        try:
            number = compute(a, b)
        except ZeroDivisionError:
            return Unknown("nothing can be divided by 0")
        except OverflowError:
            return Unknown("the number is too large")
        return Unknown("the number is too large") if isnan(number) else number

    return answer


def opposite(run: Run) -> Run:
    """Answer the number with the other sign."""
    return computation("-", lambda _view, _evidence: 0, run)


def _careful(sign: str, a: object, b: object) -> object:
    """Bounds survive adding and subtracting; any other arithmetic with the unsure is unknown."""
    if sign not in "+-" or isinstance(a, Unknown) or isinstance(b, Unknown):
        return doubt(a, b)
    (a_low, a_high), (b_low, b_high) = bounds(a), bounds(b)
    low, high = (a_low + b_low, a_high + b_high) if sign == "+" else (a_low - b_high, a_high - b_low)
    because = doubt(a, b).because
    return Unknown(because) if isnan(low) or isnan(high) else Between(low, high, because)
