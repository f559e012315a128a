"""Prospects: when a run can begin, and whether there is still anything in it for an account."""

from datetime import datetime
from zoneinfo import ZoneInfo

from journeys.behavior import Behavior
from journeys.definition import Journey
from journeys.look import look_at
from journeys.schedule import day_begins


def first_moment(journey: Journey, started_at: datetime, zone: ZoneInfo) -> datetime:
    """Answer when a run with that day 0 begins: with day 0, or with its first step if that comes before."""
    first = journey.steps[0].day
    return day_begins(started_at, first, zone) if first < 0 else started_at


def is_past(now: datetime, journey: Journey, started_at: datetime, behavior: Behavior, step: str = "") -> bool:
    """Answer whether every step of a run, from that one on, would be too late."""
    ids = [one.id for one in journey.steps]
    left = journey.steps[ids.index(step) :] if step else journey.steps
    looks = (look_at(now, journey, one, started_at, behavior) for one in left)
    return not any(now < look.opens + look.step.late.within for look in looks)
