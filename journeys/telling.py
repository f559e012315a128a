"""Telling: what was looked at, as JSON takes it and as people read it."""

from collections.abc import Callable, Mapping
from datetime import date
from math import inf

from journeys.certainty import Between, Unknown


def plain(seen: object) -> object:
    """Answer what was seen as people and JSON can take it."""
    if isinstance(seen, Unknown):
        return None
    if isinstance(seen, Between):
        return _bounds(seen)
    if seen == inf:
        return "never"
    return seen.isoformat() if isinstance(seen, date) else seen


def told(evidence: Mapping[str, object], unit_of: Callable[[str], str]) -> str:
    """Answer plain evidence as a text: `usage.feature_adoption is 12%, account.seats is 10`."""
    return ", ".join(f"{name} is {in_words(value, unit_of(name))}" for name, value in evidence.items())


def in_words(value: object, unit: str) -> str:
    """Answer a plain value as people read it."""
    match value:
        case None:
            return "not known"
        case bool():
            return "true" if value else "false"
        case float() if unit == "share":
            return percent(value)
        case float():
            return str(round(value, 2))
        case _:
            return str(value)


def percent(share: float) -> str:
    """Answer a share as people read it, `16.7%`: rounded further, 19.6% would be said to be 20%, and less than 20%."""
    return f"{share:.1%}".replace(".0%", "%")


def _bounds(seen: Between) -> str | None:
    if seen.high == inf:
        return f"at least {seen.low:g}" if seen.low > 0 else None
    return f"at most {seen.high:g}" if seen.low <= 0 else f"{seen.low:g} to {seen.high:g}"
