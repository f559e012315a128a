"""How the accounts of a segment do: the figures to compare, and what came of comparing them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select

from models.tables import ACCOUNT, ASSESSMENT, BENCHMARK
from models.upsert import insert_new

A = ACCOUNT.c
S = ASSESSMENT.c
B = BENCHMARK.c

NOBODY = ""  # the segment and metric of the row that says that a day is done, even if nobody had enough peers
KEPT = timedelta(days=400)
DAY = timedelta(days=1)

AnyRow = Row[*tuple[Any, ...]]


def newest_figures(connection: Connection, since: datetime) -> Iterator[tuple[str, Mapping[str, float]]]:
    """Answer segment and figures of the newest assessment since then of every account that has not churned."""
    query = (
        select(S.account_id, S.segment, S.figures)
        .join(ACCOUNT, A.id == S.account_id)
        # A day more on the calendar: the account's may be behind UTC's.
        .where(A.churned_at.is_(None), S.day >= since.date() - DAY, S.at >= since)
        .order_by(S.account_id, S.day)
    )
    last: AnyRow | None = None
    for row in connection.execute(query.execution_options(yield_per=1000)):
        if last is not None and last.account_id != row.account_id:
            yield last.segment, last.figures
        last = row
    if last is not None:
        yield last.segment, last.figures


def are_assessed(connection: Connection, until: datetime) -> bool:
    """Answer whether nobody waits any more for an assessment that was due at `until`."""
    late = select(A.id).where(A.churned_at.is_(None), A.assess_at <= until).limit(1)
    return connection.execute(late).first() is None


def are_compared(connection: Connection, day: date) -> bool:
    """Answer whether the peers of that day have been compared."""
    return connection.execute(select(B.day).where(B.day == day, B.segment == NOBODY)).first() is not None


def write_benchmarks(connection: Connection, day: date, accounts: int, rows: Sequence[dict[str, Any]]) -> None:
    """Write what came of comparing `accounts` accounts on that day, unless somebody else did; forget what is old."""
    done = {"day": day, "segment": NOBODY, "metric": NOBODY, "accounts": accounts, "points": []}
    if insert_new(connection, BENCHMARK, [done], B.day):
        insert_new(connection, BENCHMARK, [{"day": day} | row for row in rows])
        connection.execute(delete(BENCHMARK).where(B.day < day - KEPT))


def newest_benchmarks(connection: Connection, since: date) -> Sequence[AnyRow]:
    """Answer segment, metric, accounts and points of the newest day on which peers were compared, since then."""
    newest = select(func.max(B.day)).where(B.segment == NOBODY, B.day >= since).scalar_subquery()
    return connection.execute(select(BENCHMARK).where(B.day == newest, B.segment != NOBODY)).all()
