"""Reckoning: what is due on a day, by journey, and what became of it; a day is one of UTC in the customers' time."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, text, update

from models.doors import HELD
from models.tables import DAYBOOK, DECISION, ENROLLMENT, TOUCHPOINT
from models.upsert import insert_or_update

AnyRow = Row[*tuple[Any, ...]]
Steps = Mapping[str, Collection[str]]  # of each journey, the ids of those that mail

B, D, E, T = DAYBOOK.c, DECISION.c, ENROLLMENT.c, TOUCHPOINT.c
MAILED = text("touchpoint.channel = 'email'")
DAY, GRACE = timedelta(days=1), timedelta(hours=1)
INSTEAD = {"skip": "", "suppressed": "suppressed", "hand over": "task instead", "leave": "left"}


@dataclass(slots=True)
class Outcome:
    """What became of a journey's mails on a day; `lines`: how much of it is in the ledger at all."""

    sent: int = 0
    failed: int = 0
    held: int = 0
    overdue: int = 0
    lines: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    def missing(self, due: int) -> int:
        """Answer how many mails were due and neither sent nor skipped nor held, as far as anything is on record."""
        silent = not (self.sent or self.failed or self.held or self.lines or self.skipped)
        return due if silent else min(due, self.overdue)


def day_of(connection: Connection, day: date) -> Sequence[AnyRow]:
    """Answer what is written down of a day, by journey."""
    return connection.execute(select(DAYBOOK).where(B.day == day).order_by(B.journey)).all()


def open_days(connection: Connection, before: date) -> Sequence[date]:
    """Answer the days before this one that were begun and not reckoned up, oldest first."""
    days = select(B.day).where(B.day < before, B.due.is_not(None), B.closed_at.is_(None))
    return connection.execute(days.distinct().order_by(B.day)).scalars().all()


def expected(connection: Connection, until: datetime, steps: Steps) -> Counter[str]:
    """Answer how many mails are due until then: planned ones, and runs that wake before a step that mails."""
    runs = select(E.journey, E.step, func.count().label("number")).where(E.state == "open", E.wake_at < until)
    planned = select(T.journey, func.count().label("number")).where(MAILED, T.state == "planned", T.due_at < until)
    found: Counter[str] = Counter()
    for row in connection.execute(runs.group_by(E.journey, E.step)):
        if row.step in steps.get(row.journey, ()):
            found[row.journey] += row.number
    for row in connection.execute(planned.group_by(T.journey)):
        found[row.journey] += row.number
    return found


def begin_day(connection: Connection, day: date, due: Mapping[str, int]) -> None:
    """Write down what is due on a day; what was written before stands."""
    known = {row.journey for row in day_of(connection, day) if row.due is not None}
    newest = connection.execute(select(func.max(D.id))).scalar() or 0
    rows = [{"day": day, "journey": name, "due": n, "ledger_from": newest} for name, n in sorted(due.items())]
    insert_or_update(connection, DAYBOOK, [row for row in rows if row["journey"] not in known], key=("day", "journey"))


def outcomes(
    connection: Connection, day: date, now: datetime, machine: datetime, since: int, steps: Steps
) -> dict[str, Outcome]:
    """Answer what became of a day's mails until now; `since` is the newest line of the ledger when it began."""
    begin = now.replace(year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0, microsecond=0)
    found: dict[str, Outcome] = defaultdict(Outcome)
    _settled(connection, begin, steps, found)
    _said(connection, begin, since, steps, found)
    _standing(connection, min(begin + DAY, now - GRACE), machine, steps, found)
    return found


def write_outcomes(connection: Connection, day: date, found: Mapping[str, Outcome], now: datetime) -> None:
    """Write down what became of a day so far."""
    rows = [
        {"day": day, "journey": name, "sent": one.sent, "held": one.held, "failed": one.failed}
        | {"skipped": dict(one.skipped), "counted_at": now}
        for name, one in sorted(found.items())
    ]
    insert_or_update(connection, DAYBOOK, rows, key=("day", "journey"))


def close_day(connection: Connection, day: date, journey: str, missing: int, now: datetime) -> bool:
    """Write that a journey's day is reckoned up; answer whether nobody had."""
    mine = (B.day == day) & (B.journey == journey) & B.closed_at.is_(None)
    closed = update(DAYBOOK).where(mine).values(missing=missing, closed_at=now)
    return connection.execute(closed).rowcount == 1


def _settled(connection: Connection, begin: datetime, steps: Steps, found: dict[str, Outcome]) -> None:
    mine = T.journey.in_(sorted(steps)), MAILED, T.settled_at >= begin, T.settled_at < begin + DAY
    query = select(T.journey, T.state, func.count().label("number")).where(*mine).group_by(T.journey, T.state)
    for row in connection.execute(query):
        found[row.journey].sent += row.number if row.state == "accepted" else 0
        found[row.journey].failed += row.number if row.state in {"refused", "unknown"} else 0


def _said(connection: Connection, begin: datetime, since: int, steps: Steps, found: dict[str, Outcome]) -> None:
    """Count the day's lines of the ledger: what was done instead of a mail, and that anything was concluded at all."""
    lines = select(D.journey, D.step, D.kind, D.reason, func.count().label("number"))
    lines = lines.where(D.id > since, D.at >= begin, D.at < begin + DAY).group_by(D.journey, D.step, D.kind, D.reason)
    for row in connection.execute(lines):
        if row.journey in steps:
            found[row.journey].lines += row.number
            if row.kind in INSTEAD and (row.step in steps[row.journey] or row.kind == "leave"):
                found[row.journey].skipped[INSTEAD[row.kind] or row.reason or "condition"] += row.number


def _standing(
    connection: Connection, until: datetime, machine: datetime, steps: Steps, found: dict[str, Outcome]
) -> None:
    """Count what stands before a mail: held, and overdue since before `until`, so that somebody should have looked."""
    late = E.wake_at < until
    runs = select(E.journey, E.step, late.label("late"), func.count().label("number")).where(E.state == "open")
    runs = runs.where(or_(late, E.standing.like("Hold|%"))).group_by(E.journey, E.step, late)
    for row in connection.execute(runs):
        if row.step in steps.get(row.journey, ()):
            found[row.journey].overdue += row.number if row.late else 0
            found[row.journey].held += 0 if row.late else row.number
    forgotten = (T.due_at < until) & ~HELD
    mails = select(T.journey, forgotten.label("late"), func.count().label("number"))
    mails = mails.where(MAILED, T.state == "planned", T.journey.in_(sorted(steps))).group_by(T.journey, forgotten)
    for row in connection.execute(mails, {"machine": machine}):
        found[row.journey].overdue += row.number if row.late else 0
        found[row.journey].held += 0 if row.late else row.number
