"""Certainty: values of which we know nothing, or only their bounds, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is known of the value; `because` says why, in words.

    `absent`: there is no such value, as far as anybody told us; otherwise there is one, and we cannot tell it.
    `untold`: a conclusion that only lacks values which are absent.
    """

    because: str
    absent: bool = False
    untold: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """A number of which only the bounds are known: what happened, happened, but there may be more of it."""

    low: float
    high: float
    because: str


Unsure = (Unknown, Between)


def at_least(count: float, because: str, most: float = inf) -> object:
    """Answer the count itself if there is no reason for doubt; otherwise that it is at least that."""
    return Between(count, most, because) if because and count < most else count


def doubt(*values: object) -> Unknown:
    """Answer the unknown that follows from these values: every reason once."""
    unsure = [value for value in values if isinstance(value, Unsure)]
    if len(unsure) == 1:
        return _doubted(unsure[0])
    untold = all(isinstance(value, Unknown) and (value.absent or value.untold) for value in unsure)
    return Unknown(join_reasons(value.because for value in unsure), untold=untold)


def _doubted(value: Unknown | Between) -> Unknown:
    if isinstance(value, Between):
        return Unknown(value.because)
    return Unknown(value.because, untold=value.absent or value.untold)


def join_reasons(reasons: Iterable[str]) -> str:
    """Answer the reasons as one text, each once."""
    given = [reason for reason in reasons if reason]
    if not given:  # as nearly always
        return ""
    return "; ".join(dict.fromkeys(single for reason in given for single in reason.split("; ") if single))


def bounds(value: object) -> tuple[float, float]:
    """Answer the least and the most that a number can be."""
    if isinstance(value, Between):
        return value.low, value.high
    return (value, value) if isinstance(value, (int, float)) else (-inf, inf)
