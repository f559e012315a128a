"""The days of a journey's steps: in order, and such as its start allows."""

from collections.abc import Sequence
from typing import assert_never

from journeys.document import Scalar
from journeys.section import Section
from journeys.start import CalendarStart, ConditionStart, EventStart, Start, TraitStart

LAST_DAY = 3660  # ten years: whatever is later is a slip of the finger
LAST_OF = {"month": 27, "quarter": 88}  # the last day that even the shortest of them has


def refuse_days(sections: Sequence[Section], start: Start) -> None:
    """Complain of every step whose day is out of order, or does not go with how the journey starts."""
    before = -LAST_DAY
    for section in sections:
        day = whole_number(section, "day")
        if day is None:
            continue
        if refusal := _refusal(day, start):
            section.mistake("day", refusal)
        elif day < before:
            section.mistake("day", f"day {day} stands after day {before}: put the steps in order")
        else:
            before = day


def whole_number(section: Section, key: str) -> int | None:
    """The whole number under `key`; None if there is none, which has been complained of."""
    value = section.value(key)
    return value.value if isinstance(value, Scalar) and type(value.value) is int else None


def _refusal(day: int, start: Start) -> str:
    first = -LAST_DAY if isinstance(start, TraitStart) and start.dated else 0
    if day < 0 and not first:
        return f"day {day} would be before the journey begins: {_why(start)}"
    if isinstance(start, CalendarStart) and day > LAST_OF[start.every]:
        return f"day {day} does not fit: the next {start.every} begins after day {LAST_OF[start.every]}"
    if not first <= day <= LAST_DAY:
        return f"day {day} is not between {first} and {LAST_DAY}"
    return ""


def _why(start: Start) -> str:
    match start:
        case TraitStart(trait=trait):
            return (
                f"{trait} is a moment that has passed when we hear of it; days before day 0 need a trait that is a date"
            )
        case EventStart():
            return "nobody knows of an event before it happens"
        case ConditionStart():
            return "nobody knows that a condition comes true before it does"
        case CalendarStart():
            return "a calendar begins with its first day; count the others from there"
        case _:
            assert_never(start)
