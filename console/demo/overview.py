"""The overview: how every journey went, in one line each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text
from sqlalchemy import Connection, Select, func, select

from models.tables import DECISION, ENROLLMENT, TASK, TOUCHPOINT

D, E, K, T = DECISION.c, ENROLLMENT.c, TASK.c, TOUCHPOINT.c

GOAL = "Goal reached"
FIGURES = ("entered", "goal", "mails", "in-app", "tasks")
TOP = 3  # reasons


@dataclass(slots=True)
class Course:
    """How one journey went: its figures, and how many accounts were skipped or held at a step for which reason."""

    journey: str
    figures: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)


def courses(connection: Connection) -> list[Course]:
    """Answer how every journey that anybody entered went, the most entered first."""
    found: dict[str, Course] = {}
    for figure, query in _queries():
        for journey, times in connection.execute(query):
            found.setdefault(journey, Course(journey)).figures[figure] = times
    for journey, kind, reason, times in connection.execute(_whys()):
        if journey in found:
            found[journey].reasons[f"{reason or 'open'} {'held' if kind == 'hold' else 'skipped'}"] += times
    return sorted(found.values(), key=lambda course: (-course.figures["entered"], course.journey))


def _queries() -> Iterator[tuple[str, Select[Any]]]:
    entered = select(E.journey, func.count()).where(E.state != "declined").group_by(E.journey)
    said = select(T.journey, func.count()).where(T.state == "accepted").group_by(T.journey)
    yield "entered", entered
    yield "goal", entered.where(E.because.startswith(GOAL))
    yield "mails", said.where(T.channel == "email")
    yield "in-app", said.where(T.channel == "in_app")
    yield "tasks", select(K.journey, func.count()).where(K.step.is_not(None)).group_by(K.journey)


def _whys() -> Select[Any]:
    """Accounts and steps, not lines: who is held twice at one step for one reason is held once."""
    times = (
        select(D.journey, D.kind, D.reason, D.account_id, D.step)
        .where(D.kind.in_(("skip", "hold")))
        .distinct()
        .subquery()
    )
    t = times.c
    return select(t.journey, t.kind, t.reason, func.count()).group_by(t.journey, t.kind, t.reason).order_by(t.reason)


def print_overview(console: Console, found: Sequence[Course]) -> None:
    """Print a line for every journey, and what most often kept its steps from being taken."""
    table = Table(box=None, pad_edge=False)
    table.add_column("journey", style="cyan", no_wrap=True)
    for name in FIGURES:
        table.add_column(name, justify="right")
    table.add_column("why not", style="dim")
    for course in found:
        why = ", ".join(f"{times} {reason}" for reason, times in course.reasons.most_common(TOP))
        table.add_row(course.journey, *(f"{course.figures[name] or '·'}" for name in FIGURES), why)
    console.print()
    console.print(Rule(Text("What became of every journey", "bold"), align="left", style="dim"))
    console.print(table)
