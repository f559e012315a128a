"""What a journey's file says of how it starts, how often it may, and whether for who has left."""

from datetime import timedelta
from typing import Literal, cast

from journeys.certainty import Unknown
from journeys.counting import happened
from journeys.definition import FAREWELLS
from journeys.document import Scalar, Table
from journeys.field import Field
from journeys.mistakes import is_slip, one_of
from journeys.section import Section
from journeys.start import CalendarStart, ConditionStart, EventStart, Occurrence, Period, Start, TraitStart
from journeys.view import Reader
from journeys.vocabulary import Vocabulary

WAYS = ("event", "when", "every")
PERIODS: tuple[Period, ...] = ("month", "quarter")
SIGNED_UP = "account.signed_up_at"
QUARTER_OF_A_YEAR = timedelta(days=90)

IMPLIED = {
    ConditionStart: "the condition's runs are named by the day on which it came true",
    CalendarStart: "the calendar's runs are named by their month or quarter",
}

# What stands in the place of a start that cannot be read, whose mistake is remembered.
NOTHING = TraitStart("", lambda _: Unknown("there is no such trait", absent=True), dated=True)


def read_start(journey: Section, words: Vocabulary) -> tuple[Start, Occurrence]:
    """What the journey begins with, and what its runs are named by; all that is wrong with it is remembered."""
    start = _start(journey, words)
    match start:
        case TraitStart():
            _refuse(journey, "again", "again is for what happens or comes true again: a trait has `occurrence: date`")
            occurrence = _of_trait(journey)
            return TraitStart(start.trait, start.read, start.dated, _follows(journey, occurrence)), occurrence
        case EventStart():
            _refuse(journey, "follows", "follows is for a date that moves: an event stays where it happened")
            occurrence = _of_event(journey)
            return EventStart(start.event, start.happened, _again_after(journey, occurrence)), occurrence
        case ConditionStart():
            _refuse(journey, "follows", "follows is for a date that moves: a condition has none")
            _refuse(journey, "occurrence", f"leave occurrence out: {IMPLIED[ConditionStart]}")
            return ConditionStart(start.when, _again(journey)), "spell"
        case CalendarStart():
            _refuse(journey, "follows", "follows is for a date that moves: the calendar does not")
            _refuse(journey, "again", f"leave again out: it starts again every {start.every}")
            _refuse(journey, "occurrence", f"leave occurrence out: {IMPLIED[CalendarStart]}")
            return start, "period"


def read_churned(journey: Section, kind: str) -> Literal["", "only", "also"]:
    """Whether the journey is only, or also, for who has left."""
    said = journey.choice("churned", ("only", "also"), "")
    if said and kind not in FAREWELLS:
        journey.mistake("churned", f"who has left is spoken to by journeys of the kinds {one_of(FAREWELLS)} alone")
    leave = journey.value("leave")
    if said and isinstance(leave, Scalar) and leave.text == "account.churned":
        journey.mistake("leave", f"`churned: {said}` lets in who has left, and this sends them away at once")
    return "only" if said == "only" else "also" if said == "also" else ""


def _start(journey: Section, words: Vocabulary) -> Start:
    if not isinstance(journey.value("starts"), Table):
        trait = words.dated(journey, "starts")
        return TraitStart(journey.text("starts", ""), *_reading(trait))
    inner = cast(Section, journey.section("starts"))
    way = _way(inner)
    start = _EACH[way](inner, words) if way else NOTHING
    if way != "every":
        _refuse(inner, "from", "from says what a calendar is counted from: it goes with every")
    inner.close()
    return start


def _way(inner: Section) -> str:
    """The one of the ways to start that is said."""
    there = {key for key in WAYS if key in inner}
    said = [key for key in inner.keys if key in there]
    if not said and inner.sound and not any(is_slip(key, WAYS) for key in inner.keys):
        inner.mistakes.add(inner.place, "starts names a trait, or says {event: …}, {when: …} or {every: month}")
    for surplus in said[1:]:
        message = f"a journey starts one way, {said[0]} or {surplus}; to have both, make two journeys of it"
        inner.mistakes.add(inner.where_key(surplus), message)
    return said[0] if said else ""


def _from_event(inner: Section, words: Vocabulary) -> Start:
    event = words.event(inner, "event")
    return EventStart(event, happened(event, words.program.feeds if words.program else ()))


def _from_condition(inner: Section, words: Vocabulary) -> Start:
    when = words.condition(inner, "when")
    return ConditionStart(when, QUARTER_OF_A_YEAR) if when else NOTHING


def _from_calendar(inner: Section, words: Vocabulary) -> Start:
    every = inner.choice("every", PERIODS)
    field = words.dated(inner, "from", SIGNED_UP)
    return CalendarStart(
        "quarter" if every == "quarter" else "month", inner.text("from", SIGNED_UP), _reading(field)[0]
    )


_EACH = {"event": _from_event, "when": _from_condition, "every": _from_calendar}


def _reading(field: Field | None) -> tuple[Reader, bool]:
    return (field.read, field.type == "date") if field else (NOTHING.read, NOTHING.dated)


def _of_trait(journey: Section) -> Occurrence:
    said = journey.choice("occurrence", ("once", "each", "date"), "once")
    if said == "each":
        journey.mistake(
            "occurrence",
            "each is for what happens again and again: write `starts: {event: …}` to have it, "
            "or `occurrence: date` for one run a date",
        )
    return "date" if said == "date" else "once"


def _of_event(journey: Section) -> Occurrence:
    said = journey.choice("occurrence", ("once", "each", "date"), "once")
    if said == "date":
        journey.mistake("occurrence", "date is for a trait that holds one; for each day on which it happens, say each")
    return "each" if said == "each" else "once"


def _follows(journey: Section, occurrence: Occurrence) -> timedelta | None:
    if "follows" in journey and occurrence == "once":
        journey.mistake(
            "follows", "a journey that an account goes through once follows its date anyway: "
            "leave follows out, or say `occurrence: date`",
        )  # fmt: skip
    if "follows" not in journey and occurrence == "date":
        journey.mistake(
            "occurrence", "say how far the date may move and be the same run: `follows: 180 days`; "
            "moved by more, it is the next one",
        )  # fmt: skip
    return journey.duration("follows", timedelta()) if occurrence == "date" else None


def _again_after(journey: Section, occurrence: Occurrence) -> timedelta:
    if "again" in journey and occurrence == "once":
        journey.mistake(
            "again", "an account goes through this journey once: say `occurrence: each`, or leave again out"
        )
    again = _again(journey, timedelta())
    if again is None:
        journey.mistake("again", "a journey from an event that never starts again has `occurrence: once`")
    return again or timedelta()


def _again(journey: Section, default: timedelta = QUARTER_OF_A_YEAR) -> timedelta | None:
    """How long after a run the next may begin; None: never."""
    value = journey.value("again")
    if value is None:
        return default
    if isinstance(value, Scalar):
        if value.text != "never":
            journey.mistake("again", "again says `{after: 90 days}` or never")
        return None if value.text == "never" else default
    inner = cast(Section, journey.section("again"))
    after = inner.duration("after")
    inner.close()
    return after


def _refuse(section: Section, key: str, message: str) -> None:
    if key in section:
        section.mistakes.add(section.where_key(key), message)
