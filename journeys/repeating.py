"""Repeating: whether a run that may begin is one that the account went through already, or comes too soon after it."""

from datetime import timedelta
from typing import assert_never

from journeys.anchor import NEXT, Anchor, following
from journeys.decisions import Decline
from journeys.definition import Journey
from journeys.durations import in_words
from journeys.past_run import PastRuns
from journeys.start import CalendarStart, ConditionStart, EventStart, TraitStart
from journeys.view import View

HALF = {"month": timedelta(days=14), "quarter": timedelta(days=45)}


def repeated(view: View, journey: Journey, anchor: Anchor, runs: PastRuns) -> Decline | None:
    """Answer why no run begins; by the name of the earlier one if there is nothing to wait for."""
    if not runs:
        return None
    match journey.starts:
        case TraitStart() as start:
            return _behind(view, anchor, runs, start.follows)
        case EventStart() as start:
            return _behind(view, anchor, runs, None) or _too_soon(view, runs, start.again)
        case ConditionStart() as start:
            return _same_spell(view, anchor, runs, start) or _too_soon(view, runs, start.again)
        case CalendarStart() as start:
            return _same_period(view, journey, start, anchor, runs)
        case _:
            assert_never(journey.starts)


def lapses(journey: Journey, view: View) -> bool:
    """Answer whether the journey starts from a condition, and that surely does not hold now."""
    if not isinstance(journey.starts, ConditionStart):
        return False
    return journey.starts.when.holds(view.now, view.behavior) is False


def _behind(view: View, anchor: Anchor, runs: PastRuns, follows: timedelta | None) -> Decline | None:
    """Refuse what the account went through: a run of that name, or one that began no earlier.

    Names change when the account moves to another zone, or the journey from `once` to `each`. Of dates, one less than
    `follows` away from that of an earlier run is its own, moved.
    """
    for run in runs:
        same = run.occurrence == anchor.occurrence
        if follows is None and run.started_at >= anchor.at:
            same = True
        if follows is not None and abs(view.day_of(run.started_at) - view.day_of(anchor.at)) < follows:
            same = True
        if same:
            day = f"{view.day_of(run.started_at):%-d %b %Y}"
            return Decline(run.occurrence, f"The run of {day} is behind it", evidence=anchor.evidence)
    return None


def _too_soon(view: View, runs: PastRuns, again: timedelta | None) -> Decline | None:
    ended_at = max(run.ended_at for run in runs)
    if again is None or ended_at + again <= view.now:
        return None
    because = f"The last run ended on {view.day_of(ended_at):%-d %b %Y}: not again within {in_words(again)}"
    return Decline(NEXT, because, ended_at + again)


def _same_spell(view: View, anchor: Anchor, runs: PastRuns, start: ConditionStart) -> Decline | None:
    last = max(runs, key=lambda run: run.started_at)
    if start.again is None:
        return Decline(last.occurrence, "An account goes through this journey once")
    if last.lapsed_at is None:
        return Decline(NEXT, f"{start.words} has held ever since the last run began: it has to end before it can begin")
    if anchor.occurrence in {run.occurrence for run in runs}:
        return Decline(NEXT, "It began today once already", view.began(0))
    return None


def _same_period(view: View, journey: Journey, start: CalendarStart, anchor: Anchor, runs: PastRuns) -> Decline | None:
    """Refuse a second run in a period: one by the same name, or close to an earlier one because its dates moved."""
    near = any(abs(run.started_at - anchor.at) < HALF[start.every] for run in runs)
    if not near and anchor.occurrence not in {run.occurrence for run in runs}:
        return None
    return Decline(NEXT, f"The run of {anchor.occurrence} is behind it", following(journey, view), anchor.evidence)
