"""What must be gathered, and what must exist, for a journey: what it asks, what it says and what it waits for."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from journeys.awaiting import ConditionAwaited, EventAwaited
from journeys.caps import Caps
from journeys.conditions import Condition
from journeys.definition import Email, InApp, Step
from journeys.manners import Taste
from journeys.needs import Counts, Elsewhere, Need, Said


def needs_of(
    conditions: Iterable[Condition | None], steps: Sequence[Step], taste: Iterable[Taste], gap: timedelta | None,
    caps: Caps,
) -> frozenset[Need]:  # fmt: skip
    """Answer what these conditions, steps and rules of taste need; with a `gap` or `caps`, what was mailed lately."""
    asked = [*conditions, *_asked(steps), *(one.holds for one in taste)]
    found = {need for condition in asked if condition for need in condition.needs}
    once = {Said(action.template, _days(action.once_in)) for action in said_by(steps) if action.once_in}
    awaited = {Counts(step.awaited.event) for step in steps if isinstance(step.awaited, EventAwaited)}
    return frozenset[Need]({*found, *once, *awaited, *_lately(gap or timedelta(0), caps)})


def _lately(gap: timedelta, caps: Caps) -> Iterator[Need]:
    if longest := max(gap, caps.longest):
        yield Said("", _days(longest))
    if theirs := max(gap, caps.contact.within if caps.contact else gap):
        yield Elsewhere(_days(theirs))


def said_by(steps: Iterable[Step]) -> Iterator[Email | InApp]:
    """Answer everything that the steps may say to people."""
    actions = (choice.action for step in steps for choice in step.choices)
    return (action for action in actions if isinstance(action, Email | InApp))


def _asked(steps: Sequence[Step]) -> Iterator[Condition | None]:
    for step in steps:
        yield from (step.when, step.unless, *(choice.when for choice in step.choices))
        if isinstance(step.awaited, ConditionAwaited):
            yield step.awaited.when
    yield from (one.holds for action in said_by(steps) for one in action.taste)


def _days(length: timedelta) -> int:
    return length.days + 1
