"""A stage for journeys: the shipped program, journeys written in a test, and accounts that behave as told."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from textwrap import indent

import journeys
from journeys.behavior import Behavior, Contact, Usage
from journeys.decisions import Decision, HandOver, Position, Send
from journeys.definition import END, Journey
from journeys.engine import follow, walk
from journeys.journey_file import read_journey_with
from journeys.load import Book, read_book
from journeys.manners import NO_MANNERS, Manner, compile_taste
from journeys.mistakes import Mistakes
from journeys.vocabulary import Vocabulary

ROOM = Path(journeys.__file__).parent
MONDAY = datetime(2026, 1, 5, 10, tzinfo=UTC)
ADMIN = Contact(1, "ann@acme.example", "Ann", role="admin")
HEAD = """\
title: A test
kind: onboarding
starts: account.signed_up_at
leave: account.churned
priority: 50
to: admins
late: {within: 4 days, otherwise: skip}
"""


@cache
def sources() -> Mapping[str, str]:
    """The journeys that ship, as text by path."""
    return {f"journeys/{path.relative_to(ROOM).as_posix()}": path.read_text("utf-8") for path in ROOM.rglob("*.yaml")}


@cache
def book() -> Book:
    """The journeys that ship, read."""
    return read_book(sources(), None)


@cache
def words() -> Vocabulary:
    """The words of the program that ships, with another system to tell: read once, for the sake of time."""
    program = replace(book().program, webhooks={"crm": "https://crm.example/hooks"})
    taste = compile_taste(program.taste, book().catalog, Mistakes())
    return Vocabulary(program, book().catalog, None, book().playbooks, {}, taste)


def journey(steps: str, head: str = HEAD, name: str = "test", manners: Mapping[str, Manner] = NO_MANNERS) -> Journey:
    """A journey with these steps (YAML), in the words of the shipped program."""
    text, path = f"{head}steps:\n{indent(steps, '  ')}\n", f"journeys/definitions/{name}.yaml"
    return read_journey_with(text, path, replace(words(), manners=manners))


def account(
    now: datetime,
    did: Mapping[str, int] | None = None,
    *,
    contacts: Iterable[Contact] = (ADMIN,),
    zone: str = "UTC",
    tasks: Iterable[str] = (),
    silent: Iterable[str] = (),
    **traits: object,
) -> Behavior:
    """An account that did these things (so many times, an hour ago), whose feeds are alive unless they are silent."""
    hour_ago = now - timedelta(hours=1)
    usage = {
        event: Usage(times, hour_ago, hour_ago, ((hour_ago.date(), times),)) for event, times in (did or {}).items()
    }
    feeds = {feed.name: now for feed in book().program.feeds if feed.name not in silent}
    known = {"name": "Acme", "churned": False, "signed_up_at": MONDAY, "arr": 6000, "seats": 10} | traits
    return Behavior(known, zone, tuple(contacts), usage, feeds, frozenset(tasks))


def at(plan: Journey, step: str, started_at: datetime = MONDAY) -> Position:
    """An enrollment that looks at this step next."""
    assert step == END or plan.step(step), f"no step {step}"
    return Position(started_at, step)


def walked(
    now: datetime, plan: Journey, position: Position, behavior: Behavior
) -> tuple[list[Decision], Position | None]:
    """What is decided now, and where the enrollment stands afterwards."""
    decisions = walk(now, plan, position, behavior)
    stands: Position | None = position
    for decision in decisions:
        stands = follow(plan, stands, decision) if stands else None
    return decisions, stands


def done(decision: Decision) -> str:
    """The template that is sent, or the playbook that is handed over; anything else fails the test."""
    assert isinstance(decision, Send | HandOver), decision
    return decision.template if isinstance(decision, Send) else decision.playbook
