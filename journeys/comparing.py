"""Comparing values of which some may be unknown, or known only within bounds."""

import operator
from collections.abc import Callable
from typing import Any

from journeys.certainty import Unknown, Unsure, bounds, doubt
from journeys.part import Run, Seen
from journeys.view import View

Compare = Callable[[Any, Any], Any]

COMPARE: dict[str, Compare] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def comparison(sign: str, left: Run, right: Run) -> Run:
    """Answer the question `left sign right`."""
    compare, careful = COMPARE[sign], CAREFUL[sign]

    def answer(view: View, evidence: Seen) -> object:
        a, b = left(view, evidence), right(view, evidence)
        if isinstance(a, Unsure) or isinstance(b, Unsure):
            return careful(a, b)
        return compare(a, b)

    return answer


def against(sign: str, left: Run, constant: object) -> Run:
    """Answer the question `left sign constant`: what nearly every condition asks, so it is the quickest."""
    compare, careful = COMPARE[sign], CAREFUL[sign]

    def answer(view: View, evidence: Seen) -> object:
        value = left(view, evidence)
        return careful(value, constant) if isinstance(value, Unsure) else compare(value, constant)

    return answer


def membership(left: Run, members: list[Any], *, within: bool) -> Run:
    """Answer the question whether the value is one of `members`; with `within` False, whether it is none."""

    def answer(view: View, evidence: Seen) -> object:
        value = left(view, evidence)
        if not isinstance(value, Unsure):
            return (value in members) is within
        low, high = bounds(value)
        possible = [member for member in members if not isinstance(member, (int, float)) or low <= member <= high]
        return doubt(value) if possible else not within

    return answer


def _is_less(a: object, b: object) -> object:
    (a_low, a_high), (b_low, b_high) = bounds(a), bounds(b)
    return _settle(a_high < b_low, a_low >= b_high, a, b)


def _is_at_most(a: object, b: object) -> object:
    (a_low, a_high), (b_low, b_high) = bounds(a), bounds(b)
    return _settle(a_high <= b_low, a_low > b_high, a, b)


def _is_equal(a: object, b: object) -> object:
    (a_low, a_high), (b_low, b_high) = bounds(a), bounds(b)
    return _settle(False, a_high < b_low or a_low > b_high, a, b)


def _is_other(a: object, b: object) -> object:
    equal = _is_equal(a, b)
    return equal if isinstance(equal, Unknown) else not equal


def _settle(certainly: bool, certainly_not: bool, a: object, b: object) -> object:
    if isinstance(a, Unknown) or isinstance(b, Unknown) or not (certainly or certainly_not):
        return doubt(a, b)
    return certainly


CAREFUL: dict[str, Compare] = {
    "==": _is_equal, "!=": _is_other, "<": _is_less, "<=": _is_at_most,
    ">": lambda a, b: _is_less(b, a), ">=": lambda a, b: _is_at_most(b, a),
}  # fmt: skip
