"""Starting: in words, what a journey begins with and how often an account can go through it."""

from typing import assert_never

from journeys.catalog import Catalog
from journeys.definition import Journey
from journeys.durations import in_words
from journeys.saying import said
from journeys.start import CalendarStart, ConditionStart, EventStart, Start, TraitStart


def beginning_in_words(start: Start, catalog: Catalog) -> str:
    """Answer what day 0 is: `when it signed up`."""
    match start:
        case TraitStart():
            return _moment(start.trait, catalog)
        case EventStart():
            return f"when “{start.event}” happens"
        case ConditionStart():
            return f"as soon as {said(start.when, catalog)}"
        case CalendarStart():
            return f"every {start.every}, counted from {_moment(start.trait, catalog)}"
        case _:
            assert_never(start)


def repetition_in_words(journey: Journey) -> str:
    """Answer when an account goes through it again; nothing if that is said by what it begins with."""
    match journey.starts:
        case TraitStart(follows=None) | CalendarStart():
            return ""
        case TraitStart(follows=follows) if follows:
            return f"for every new date; one that moves by less than {in_words(follows)} is the same run"
        case EventStart(again=again) | ConditionStart(again=again) if again:
            return f"{in_words(again)} after the last time at the soonest"
        case EventStart() if journey.occurrence == "each":
            return "for every day on which it happens"
        case _:
            return "never: once for each account"


def _moment(trait: str, catalog: Catalog) -> str:
    field = catalog.fields.get(trait)
    words = field.formula if field else trait
    return words[:1].lower() + words[1:] if words.startswith("When ") else f"the day in {trait}"
