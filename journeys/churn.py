"""Churn: who has left is in nothing, unless a journey says so."""

from datetime import datetime

from journeys.behavior import Behavior
from journeys.decisions import Decline, Evidence, Leave
from journeys.definition import Journey
from journeys.start import TraitStart

HAS_LEFT = "The account has churned"
IS_HERE = "The account has not churned"
IS_BACK = "The account is back"


def barred(journey: Journey, behavior: Behavior, place: str) -> Decline | None:
    """Keep out who has left; of a journey for them alone, who is here, until the day on which they will have left."""
    churned = _churned(behavior)
    if _belongs(journey, churned=churned):
        return None
    leaves = None if churned else behavior.account.get("churned_at")
    until = leaves if isinstance(leaves, datetime) else None
    return Decline(place, HAS_LEFT if churned else IS_HERE, until, _seen(churned=churned))


def departed(journey: Journey, behavior: Behavior) -> Leave | None:
    """Let who has left leave at once, for as long as they are away; and who is back, what was for their absence.

    Whoever leaves again soon, as after a slip of the finger, goes on with that: the date has only moved.
    """
    churned = _churned(behavior)
    if _belongs(journey, churned=churned):
        return None
    follows = isinstance(journey.starts, TraitStart) and journey.starts.follows is not None
    return Leave(HAS_LEFT if churned else IS_BACK, _seen(churned=churned), away=churned or follows)


def _churned(behavior: Behavior) -> bool:
    return behavior.account.get("churned") is True


def _belongs(journey: Journey, *, churned: bool) -> bool:
    return journey.churned == "also" or churned is (journey.churned == "only")


def _seen(*, churned: bool) -> Evidence:
    return {"account.churned": churned}
