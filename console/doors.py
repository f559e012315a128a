"""What is shut, in words: since when, by whom, why, and what opens it."""

from collections.abc import Collection, Iterable, Iterator

from models.census import AnyRow
from models.doors import BUDGET, COMMERCIAL, IMPORTING, PAUSED

AT_DOORS = frozenset({"budget", "reputation", "fuse", "provider"})  # kinds of alarms that are told of where the door is
KINDS = {PAUSED: "paused", BUDGET: "held by its budget"}


def shut_in_words(door: AnyRow) -> str:
    """Answer a shut door in one line, with what opens it."""
    kind, _, journey = door.name.partition(" ")
    if kind == IMPORTING:
        return str(door.because)
    since = f"since {door.since:%Y-%m-%d %H:%M} UTC"
    if kind in KINDS and journey:
        return f"{journey} is {KINDS[kind]} until `{way_out(door)}`, {since}: {door.because}"
    if door.rests:
        return (
            f"{kind} is left alone until {door.until:%H:%M} UTC, then asked by one mail at a time whether it is back: "
            f"{door.because}. Once that is mended, `tenure resume` saves the wait"
        )
    what = "commercial mail is stopped" if kind == COMMERCIAL else f"{kind} is shut"
    if door.until:
        return f"{what} until {door.until:%H:%M} UTC: {door.because}"
    return f"{what} until `{way_out(door)}`, {since}: {door.because}"


def way_out(door: AnyRow) -> str:
    """Answer the command that opens a door."""
    kind, _, journey = door.name.partition(" ")
    subject = journey if kind in KINDS else COMMERCIAL if kind == COMMERCIAL else ""
    return f"tenure resume {subject}".strip()


def stopped_by(door: AnyRow) -> str:
    """Answer the journey that a door stands before; none: it stands before more than one."""
    kind, _, journey = door.name.partition(" ")
    return journey if kind in KINDS else ""


def stands_before(door: AnyRow, journeys: Collection[str]) -> bool:
    """Answer whether a door stands before any of these journeys."""
    return not stopped_by(door) or stopped_by(door) in journeys


def stops_of(doors: Iterable[AnyRow]) -> Iterator[tuple[str, AnyRow]]:
    """Answer the doors that stand before one journey alone, each with its name."""
    for door in doors:
        if journey := stopped_by(door):
            yield journey, door
