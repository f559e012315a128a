"""Anchors: the run that an account may begin now or next, by its name and its day 0."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import assert_never

from journeys.anniversary import Anniversaries, name_of
from journeys.certainty import Unknown
from journeys.conditions import Answer
from journeys.decisions import Decline, Evidence
from journeys.definition import Journey
from journeys.inquiry import inquire, sentence
from journeys.later import Later
from journeys.schedule import date_begins
from journeys.start import CalendarStart, ConditionStart, EventStart, TraitStart
from journeys.view import View

DAY = timedelta(days=1)
NEXT = "next"  # what a run is called that nobody knows the day of
YEARS = range(1970, 2200)  # a date outside of them is no date that anybody plans by


@dataclass(frozen=True, slots=True)
class Anchor:
    """A run by its name, its day 0, and what it rests on; `found` is what was seen of a condition."""

    occurrence: str
    at: datetime
    evidence: Evidence
    found: str = ""


def anchor_of(journey: Journey, view: View) -> Anchor | Decline:
    """Answer the run that the account may begin; or why there is none so far, and when to ask again."""
    match journey.starts:
        case TraitStart() as start:
            return _of_trait(journey, start, view)
        case EventStart() as start:
            return _of_event(journey, start, view)
        case ConditionStart() as start:
            return _of_condition(start, view)
        case CalendarStart() as start:
            return _of_calendar(journey, start, view)
        case _:
            assert_never(journey.starts)


def day_zero(start: TraitStart, view: View) -> datetime | Unknown:
    """Answer the moment that the trait holds, or at which its date begins at the account."""
    value = start.read(view)
    if isinstance(value, datetime):
        return value
    if not isinstance(value, date):
        return value if isinstance(value, Unknown) else Unknown(f"{start.trait} is not known", absent=True)
    if value.year not in YEARS:
        return Unknown(f"{start.trait} is {value.isoformat()}, and nobody plans by such a date", absent=True)
    return date_begins(value, view.zone)


def place_of(journey: Journey, anchor: Anchor) -> str:
    """Answer where it stands on record that such a run does not begin."""
    return anchor.occurrence if journey.occurrence in ("once", "each") else NEXT


def following(journey: Journey, view: View) -> datetime | None:
    """Answer when the next period of a journey from the calendar begins; nobody knows it of any other."""
    if not isinstance(journey.starts, CalendarStart):
        return None
    return date_begins(_anniversaries(journey, journey.starts, view).next(view.today), view.zone)


def _of_trait(journey: Journey, start: TraitStart, view: View) -> Anchor | Decline:
    once = journey.occurrence == "once"
    at = day_zero(start, view)
    if isinstance(at, Unknown):
        until = None if at.absent else view.now + DAY
        return Decline("once" if once else NEXT, at.because, until, {start.words: None})
    day = view.day_of(at).isoformat()
    return Anchor("once" if once else day, at, {start.words: day if start.dated else at.isoformat()})


def _of_event(journey: Journey, start: EventStart, view: View) -> Anchor | Decline:
    each = journey.occurrence == "each"
    told = start.happened(view)
    if told is not True:
        place, nothing = start.event if each else "once", {start.words: None}
        if not isinstance(told, Unknown):
            return Decline(place, f'"{start.event}" has never happened', None, nothing, quiet=True)
        because = f'Whether "{start.event}" happened cannot be told: {told.because}'
        return Decline(place, because, view.now + DAY, nothing)
    at = view.usage[start.event].last_at
    name = f"{start.event}:{view.day_of(at)}" if each else "once"
    return Anchor(name, at, {start.words: at.isoformat()})


def _of_condition(start: ConditionStart, view: View) -> Anchor | Decline:
    holds = start.when.holds(view.now, view.behavior)
    if holds is False:
        return Decline(NEXT, f"{start.words} does not hold", quiet=True)
    found = partial(inquire, view.now, view.behavior, start.when)
    if holds is None:
        doubt = Answer(None, {}, start.when.doubt(view.now, view.behavior))
        return Decline(NEXT, sentence(start.when, doubt), evidence=Later(lambda: found().evidence))
    inquiry = found()
    return Anchor(view.today.isoformat(), view.now, inquiry.evidence, inquiry.last)


def _of_calendar(journey: Journey, start: CalendarStart, view: View) -> Anchor | Decline:
    days = _anniversaries(journey, start, view)
    day = days.last(view.today)
    if day is None:
        until = date_begins(days.next(view.today), view.zone)
        because = f"The first {start.every} begins on {view.day_of(until)}, and that is still to come"
        return Decline(NEXT, because, until, {start.words: view.day_of(until).isoformat()})
    return Anchor(name_of(day, start.every), date_begins(day, view.zone), {start.words: day.isoformat()})


def _anniversaries(journey: Journey, start: CalendarStart, view: View) -> Anniversaries:
    """Answer the account's own dates: spread where its trait is unknown, or the same for very many."""
    at = day_zero(TraitStart(start.trait, start.read), view)
    day = None if isinstance(at, Unknown) else view.day_of(at)
    spread = day is None or start.trait in view.behavior.shared
    return Anniversaries(start.every, day, f"{journey.name} {view.behavior.key}" if spread else "")
