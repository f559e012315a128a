"""The program's feeds and events: what we are told, by whom, and whether every event it names is ever told."""

from collections.abc import Iterator
from datetime import date, timedelta

from journeys.document import Listing, Scalar, Table, Value
from journeys.mistakes import did_you_mean
from journeys.section import Section
from journeys.success import Feature, Feed

NEVER = "never"
SETTLES_IN, LONGEST_SETTLING = timedelta(hours=1), timedelta(days=1)


def read_feeds(program: Section) -> tuple[Feed, ...]:
    """Read `feeds`: by name, the events each brings and how long it may be silent."""
    return tuple(_feed(name, section) for name, section in program.sections("feeds").items())


def _feed(name: str, section: Section) -> Feed:
    events = section.texts("events")
    for event, place in events:
        if "*" in event[:-1]:
            section.mistakes.add(place, "a star stands at the end only: invoice * are all events that begin so")
    names, settles_in = tuple(event for event, _ in events), section.duration("settles_in", SETTLES_IN)
    feed = Feed(name, names, _silence(section), settles_in, _since(section))
    if settles_in > LONGEST_SETTLING:
        section.mistake("settles_in", "a feed may take a day to settle at the most")
    section.close()
    return feed


def _silence(section: Section) -> timedelta | None:
    """Read `silent_after`; None: `never`, for what comes when it comes, such as answers to surveys."""
    value = section.value("silent_after")
    if isinstance(value, Scalar) and value.text == NEVER:
        return None
    allowed = section.duration("silent_after")
    if not allowed:
        section.mistake("silent_after", f"a feed may be silent for an hour at least; one without a rhythm, {NEVER}")
    return allowed


def _since(section: Section) -> date | None:
    """Read `since`: the day from which on the feed tells of everything, whatever Tenure was told of."""
    value = section.value("since")
    try:
        return date.fromisoformat(value.text if isinstance(value, Scalar) else "") if value else None
    except ValueError:
        section.mistake("since", "since must be a date such as 2025-01-01")
        return None


def read_activity(program: Section, features: tuple[Feature, ...]) -> tuple[str, ...]:
    """Read `activity`: the events that make a day an active one; without it, those of the core features."""
    proving = dict.fromkeys(event for feature in features for event in feature.events)
    return tuple(event for event, _ in program.texts("activity", tuple(proving)))


def read_logins(program: Section, activity: tuple[str, ...]) -> tuple[str, ...]:
    """Read `logins`: the events that are somebody signing in; without it, those that make a day an active one."""
    return tuple(event for event, _ in program.texts("logins", activity))


def complain_of_unheard(program: Section, feeds: tuple[Feed, ...]) -> None:
    """Complain of every event that is named anywhere and that no feed brings."""
    known = [event for feed in feeds for event in feed.events if not event.endswith("*")]
    for event in _named(program):
        if event.text and not any(feed.brings(event.text) for feed in feeds):
            hint = did_you_mean(event.text, known) or ": add it to the events of its feed"
            program.mistakes.add(event.place, f'no feed brings an event "{event.text}"{hint}')


def _named(program: Section) -> Iterator[Scalar]:
    for key in ("features", "milestones", "checklist", "metrics", "value"):
        for entry in _entries(program.value(key)):
            if isinstance(entry, Table):
                yield from _texts(entry.entries.get("event") or entry.entries.get("events"))
    for key in ("activity", "logins"):
        yield from _texts(program.value(key))


def _entries(value: Value | None) -> tuple[Value, ...]:
    if isinstance(value, Table):
        return tuple(value.entries.values())
    return value.items if isinstance(value, Listing) else ()


def _texts(value: Value | None) -> Iterator[Scalar]:
    if isinstance(value, Scalar):
        yield value
    for item in value.items if isinstance(value, Listing) else ():
        yield from _texts(item)
