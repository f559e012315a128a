"""The starter: whoever did what a journey starts from, whom a chain of roles may name before others."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from journeys.behavior import Behavior
from journeys.contact_fields import STARTER
from journeys.definition import Journey, Step
from journeys.needs import Details, Need
from journeys.reserved import RESERVED
from journeys.start import EventStart, Start

Chains = Mapping[str, tuple[str, ...]]
NOBODY: frozenset[int] = frozenset()


def starters_of(journey: Journey, step: Step, started_at: datetime, behavior: Behavior) -> frozenset[int]:
    """Answer who started the run that began then, by id, if the step asks for them; only reserved events tell."""
    if not isinstance(journey.starts, EventStart) or STARTER not in journey.recipients.get(step.to, ()):
        return NOBODY
    told = behavior.happenings.get(journey.starts.event, ())
    return frozenset(one.contact for one in told if one.contact is not None and one.at == started_at)


def starter_needs(starts: Start, steps: Iterable[Step], chains: Chains) -> frozenset[Need]:
    """Answer what must be gathered to know them."""
    asked = any(STARTER in chains.get(step.to, ()) for step in steps)
    if not asked or not isinstance(starts, EventStart) or starts.event not in RESERVED:
        return frozenset()
    return frozenset([Details(starts.event)])
