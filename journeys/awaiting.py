"""Awaiting: what a step waits for before it speaks, and for how long; if it comes, the step is done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from journeys.beginning import beginning_of
from journeys.certainty import Unknown
from journeys.conditions import Condition
from journeys.silence import silence_of
from journeys.success import Feed
from journeys.view import View

Came = Callable[[View, datetime], object]  # whether it happened since that moment: True, False or an Unknown


@dataclass(frozen=True, slots=True)
class EventAwaited:
    """An event that may come `within` so long of the step's first moment; `came` reads whether it has."""

    event: str
    within: timedelta
    came: Came = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class ConditionAwaited:
    """A condition that may become true `within` so long of the step's first moment."""

    when: Condition
    within: timedelta


Awaited = EventAwaited | ConditionAwaited


def came_since(event: str, feeds: tuple[Feed, ...]) -> Came:
    """Whether `event` has happened since a moment; a silent feed leaves it open."""
    silence, beginning = silence_of([event], feeds), beginning_of([event], feeds)

    def came(view: View, since: datetime) -> object:
        usage = view.usage.get(event)
        if usage is not None and usage.last_at >= since:
            return True
        because = silence(view) or beginning(view, view.day_of(since))
        return Unknown(because) if because else False

    return came
