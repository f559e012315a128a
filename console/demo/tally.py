"""What became of every step: sent, shown, skipped, held, handed over, refused, unknown, and why."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from models.tables import DECISION, ENROLLMENT, TASK, TOUCHPOINT

D, E, K, T = DECISION.c, ENROLLMENT.c, TASK.c, TOUCHPOINT.c

OUTCOMES = ("sent", "shown", "skipped", "held", "handed over", "refused", "unknown", "planned")
LEDGER_KINDS = {"skip": "skipped", "hold": "held"}
STANDINGS = {
    "open": "still under way", "finished": "went to the end", "left": "left early",
    "away": "left when they churned or came back", "declined": "not let in",
}  # fmt: skip
REFUSED = "Refused by the provider, as the demonstration told it to"
STATES = {
    "accepted": "sent", "pending": "shown", "refused": "refused", "unknown": "unknown", "given up": "unknown",
    "skipped": "skipped",
}  # fmt: skip


@dataclass(slots=True)
class StepTally:
    """How many accounts met each outcome at one step of one journey, and why, by outcome and reason."""

    journey: str
    step: str
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)


def tally(connection: Connection) -> list[StepTally]:
    """Answer the tally of every step, in the order in which steps were first reached."""
    found: dict[tuple[str, str], StepTally] = {}
    for row in _steps(connection):
        found[row.journey, row.step] = StepTally(row.journey, row.step)
    for journey, step, outcome, because, times in [
        *_ledger(connection),
        *_touchpoints(connection),
        *_tasks(connection),
    ]:
        line = found.setdefault((journey, step), StepTally(journey, step))
        line.counts[outcome] += times
        if because and outcome in {"skipped", "held", "refused"}:
            line.reasons[outcome, REFUSED if outcome == "refused" else gist(because)] += times
    return list(found.values())


def standings(connection: Connection) -> dict[str, Counter[str]]:
    """Answer, by journey, how many accounts stand how in it."""
    found: dict[str, Counter[str]] = {}
    query = select(E.journey, E.state, E.because, func.count().label("times")).group_by(E.journey, E.state, E.because)
    for row in connection.execute(query.order_by(E.journey, E.state, E.because)):
        word = STANDINGS[row.state] + (f" ({gist(row.because)})" if row.state in {"left", "declined"} else "")
        found.setdefault(row.journey, Counter())[word] += row.times
    return found


def gist(because: str) -> str:
    """Answer a reason without its particulars, so that like ones can be counted together."""
    return re.split(r" \(|: |, so |; ", because, maxsplit=1)[0]


def _steps(connection: Connection) -> Sequence[Any]:
    """Every step in the order in which it was first reached: that is the order of the journey."""
    first = func.min(D.at)
    query = select(D.journey, D.step).where(D.step.is_not(None)).group_by(D.journey, D.step)
    return connection.execute(query.order_by(D.journey, first, func.min(D.id))).all()


def _ledger(connection: Connection) -> Iterable[tuple[str, str, str, str, int]]:
    """Accounts, not lines: who is held twice at one step for one reason is one account held."""
    query = (
        select(D.journey, D.step, D.kind, D.because, func.count(D.account_id.distinct()))
        .where(D.kind.in_(LEDGER_KINDS))
        .group_by(D.journey, D.step, D.kind, D.because)
    )
    return [(journey, step, LEDGER_KINDS[kind], why, n) for journey, step, kind, why, n in connection.execute(query)]


def _touchpoints(connection: Connection) -> Iterable[tuple[str, str, str, str, int]]:
    query = select(T.journey, T.step, T.state, T.because, func.count()).group_by(T.journey, T.step, T.state, T.because)
    return [
        (journey, step, STATES.get(state, "planned"), why, n)
        for journey, step, state, why, n in connection.execute(query)
    ]


def _tasks(connection: Connection) -> Iterable[tuple[str, str, str, str, int]]:
    query = select(K.journey, K.step, func.count()).where(K.step.is_not(None)).group_by(K.journey, K.step)
    return [(journey, step, "handed over", "", n) for journey, step, n in connection.execute(query)]
