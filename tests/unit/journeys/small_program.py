"""A small program and accounts for the tests of conditions and of the catalog."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from journeys.behavior import Behavior, Usage
from journeys.catalog import Catalog
from journeys.conditions import Answer, compile_condition
from journeys.place import Place
from journeys.program import read_program

TEXT = """\
product: {name: Cadence, company: Cadence Labs}
sender: {email: hello@cadence.example, name: Maya, postal_address: 12 Harbor Street}
recipients: {admins: [admin, user]}
links: {app: https://app.cadence.example}
feeds:
  product: {silent_after: 2 days, events: [signed in, project created, task completed, board viewed]}
  billing: {silent_after: 30 days, events: [invoice *]}
features:
  projects: {title: Projects, events: [project created], benefit: One place, link: app}
  tasks: {title: Tasks, events: [task completed], benefit: Who does what, link: app}
  boards: {title: Boards, events: [board viewed], benefit: What is stuck, link: app}
  invoices: {title: Invoices, events: [invoice sent], benefit: Get paid, link: app}
activity: [signed in]
milestones:
  first_project: {meaning: The first project exists, event: project created}
  first_value: {meaning: Ten tasks are done, event: task completed, times: 10}
checklist:
  - {id: project, title: Create a project, event: project created, link: app, setup: true}
  - {id: task, title: Complete a task, event: task completed, link: app}
metrics:
  tasks_completed: {event: task completed}
  tasks_this_week: {event: task completed, window: 7 days}
traits:
  strategic: {type: flag, default: false, meaning: Whether it matters more than it pays}
segments:
  enterprise: account.arr >= 100000 or account.seats >= 500 or account.strategic
  mid_market: account.arr >= 25000 or account.seats >= 50
  smb: otherwise
"""

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ALIVE = {"product": NOW, "billing": NOW}
CATALOG = Catalog(read_program(TEXT, "program.yaml"))


def account(
    usage: Mapping[str, Usage] | None = None,
    feeds: Mapping[str, datetime] = ALIVE,
    timezone: str = "UTC",
    **traits: object,
) -> Behavior:
    """Answer an account with these traits, whose feeds were all heard just now."""
    return Behavior(traits, timezone, usage=usage or {}, feeds=feeds)


def used(times: int, at: datetime = NOW) -> Usage:
    """Answer an event that happened so many times, all at once."""
    return Usage(times, at, at, ((at.date(), times),))


def ask(text: str, behavior: Behavior, now: datetime = NOW) -> Answer:
    """Answer the condition for the account."""
    return compile_condition(text, CATALOG, Place("a.yaml", lines=(text,))).ask(now, behavior)


def value_of(name: str, behavior: Behavior, now: datetime = NOW) -> object:
    """Answer the field's value for the account."""
    return CATALOG.value(now, behavior, name)


@contextmanager
def nothing_but_mistakes() -> Iterator[None]:
    """Let pass a group of mistakes that all have a line; anything else that is raised fails the test."""
    try:
        yield
    except ExceptionGroup as group:
        strange = [error for error in group.exceptions if not isinstance(error, SyntaxError) or not error.lineno]
        if strange:
            raise AssertionError(strange) from group
