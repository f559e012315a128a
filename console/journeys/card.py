"""Cards: each journey at a glance, with how many accounts are in it and where its steps lie in time."""

from collections.abc import Mapping
from dataclasses import dataclass

from journeys.diagram import Diagram

WIDE, EDGE = 232.0, 8.0  # of the strip that shows the steps in time


@dataclass(frozen=True, slots=True)
class Mark:
    """A step on the strip: where, and how it speaks."""

    x: float
    channel: str


@dataclass(frozen=True, slots=True)
class Card:
    """A journey at a glance."""

    name: str
    title: str
    kind: str
    priority: int
    starts: str
    audience: str
    span: str
    marks: tuple[Mark, ...]
    inside: int
    silenced: str


def card_of(found: Diagram, standing: Mapping[str, int]) -> Card:
    """Answer the card of a journey; `standing` says how many accounts stand at each step."""
    return Card(
        found.name,
        found.title,
        found.kind,
        found.priority,
        found.starts,
        found.told("For"),
        _span(found),
        _marks(found),
        sum(standing.values()),
        found.told("Silenced by"),
    )


def _span(found: Diagram) -> str:
    count, first, last = len(found.stops), found.stops[0].day, found.stops[-1].day
    steps = f"{count} step{'' if count == 1 else 's'}"
    days = f"day {first}" if first == last else f"day {first} to {last}"
    return f"{steps}, {days}".replace("-", "\N{MINUS SIGN}")


def _marks(found: Diagram) -> tuple[Mark, ...]:
    """Place the steps as their days are, but never on top of each other."""
    days = [stop.day for stop in found.stops]
    span, room = max(days[-1] - days[0], 1), WIDE - 2 * EDGE
    apart = min(10.0, room / max(len(days) - 1, 1))
    places = [EDGE + room * (day - days[0]) / span for day in days]
    for number in range(1, len(places)):
        places[number] = max(places[number], places[number - 1] + apart)
    over = max(places[-1] - (WIDE - EDGE), 0)
    for number in range(len(places) - 1, -1, -1):  # push back what ran over the end
        limit = WIDE - EDGE - apart * (len(places) - 1 - number)
        places[number] = min(places[number], limit) if over else places[number]
    channels = [stop.ways[0].channel if stop.ways else "waiting" for stop in found.stops]
    return tuple(Mark(round(x, 1), channel) for x, channel in zip(places, channels, strict=True))
