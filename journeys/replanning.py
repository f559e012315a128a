"""Replanning: what becomes of a run whose date has moved."""

from dataclasses import replace
from datetime import datetime

from journeys.anchor import DAY, day_zero
from journeys.behavior import Behavior
from journeys.certainty import Unknown
from journeys.decisions import Evidence, Hold, Leave, Position, Skip
from journeys.definition import Journey, Step
from journeys.look import look_at
from journeys.prospect import is_past
from journeys.start import TraitStart
from journeys.view import View, view_of


def replanned(now: datetime, journey: Journey, position: Position, behavior: Behavior) -> Position:
    """Answer where a run stands by the date as it is now, if that is still its own.

    Whoever keeps positions keeps this one: the next move is measured from here.
    """
    start = journey.starts
    if not isinstance(start, TraitStart) or not start.dated:
        return position
    view = view_of(now, behavior)
    at = day_zero(start, view)
    if isinstance(at, Unknown) or not is_own(view, start, position.started_at, at):
        return position
    return replace(position, started_at=at)


def moved(
    now: datetime, journey: Journey, step: Step, position: Position, behavior: Behavior
) -> Skip | Hold | Leave | None:
    """Answer what becomes of a step because the date is not the run's own any more, or not known; perhaps nothing."""
    start = journey.starts
    if not isinstance(start, TraitStart) or not start.dated:
        return None
    view = view_of(now, behavior)
    at = day_zero(start, view)
    if isinstance(at, Unknown):
        return _gone(now, journey, step, position, behavior, at)
    if is_own(view, start, position.started_at, at):
        return None
    was, now_is = view.day_of(position.started_at), view.day_of(at)
    because = f"{start.words} moved from {was:%-d %b %Y} to {now_is:%-d %b %Y}, which is another run's"
    evidence: Evidence = {start.words: now_is.isoformat(), "planned by": was.isoformat()}
    if at < position.started_at:
        return Leave(because, evidence)
    return Skip(step.id, because, evidence) if step.day < 0 else None


def is_own(view: View, start: TraitStart, was: datetime, at: datetime) -> bool:
    """Answer whether a date that is `at` now is still that of the run for which it was another."""
    return start.follows is None or abs(view.day_of(at) - view.day_of(was)) < start.follows


def _gone(
    now: datetime, journey: Journey, step: Step, position: Position, behavior: Behavior, at: Unknown
) -> Hold | Leave:
    """Hold until the date is known again, and leave when every step would be too late by the one that was."""
    evidence: Evidence = {journey.starts.words: None}
    if is_past(now, journey, position.started_at, behavior, step.id):
        return Leave(at.because, evidence)
    look = look_at(now, journey, step, position.started_at, behavior)
    if look.is_late:
        return Hold(step.id, now + DAY, at.because, evidence, "unknown")
    return look.hold(at.because, DAY, evidence, "unknown")
