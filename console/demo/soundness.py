"""Whether a play left nothing behind that must never be: no fate unknown, nobody stuck, nobody mailed too often."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import Connection, or_, select

from models.agenda import find_sleepers
from models.tables import ACCOUNT, ALARM, DECISION, ENROLLMENT, TOUCHPOINT

A, D, E, T = ACCOUNT.c, DECISION.c, ENROLLMENT.c, TOUCHPOINT.c
WEEK = timedelta(days=7)
A_WEEK = 2  # commercial mails for one person


@dataclass(frozen=True, slots=True)
class Soundness:
    """What was found, in words: what is `unknown` or failed, who is `stuck` in a journey, who was mailed within `gap`.

    `often`: how many people got more than two commercial mails within a week.
    """

    unknown: tuple[str, ...]
    stuck: tuple[str, ...]
    above: tuple[str, ...]
    often: int
    gap: timedelta

    @property
    def holds(self) -> bool:
        """Answer whether nothing was found that must never be."""
        return not (self.unknown or self.stuck or self.above)

    def lines(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Answer a line for each question, and what was found."""
        yield f"unknown: {_count(self.unknown)}", self.unknown
        yield f"stuck enrollments: {_count(self.stuck)}", self.stuck
        hours = self.gap / timedelta(hours=1)
        often = f"{self.often} people got more than {A_WEEK} commercial mails within 7 days" if self.often else ""
        told = f"accounts above their caps ({hours:.0f} hours between two commercial mails): {_count(self.above)}"
        yield told + (f"; {often}" if often else ""), self.above


def _count(found: tuple[str, ...]) -> str:
    return str(len(found) or "none")


def look_over(connection: Connection, now: datetime, gap: timedelta) -> Soundness:
    """Answer what a play left behind that ended at `now`; `gap`: for how long accounts are left alone after a mail."""
    return Soundness(
        unknown=(*_unknown(connection), *_failed(connection), *_silent(connection)),
        stuck=tuple(_stuck(connection, now)),
        above=tuple(_above(connection, gap)),
        often=_often(connection),
        gap=gap,
    )


def _unknown(connection: Connection) -> Iterator[str]:
    query = select(A.key, T.journey, T.step).join(ACCOUNT, A.id == T.account_id).where(T.state == "unknown")
    for row in connection.execute(query.order_by(A.key, T.step)):
        yield f"{row.key}, {row.journey} / {row.step}: nobody knows whether it arrived"


def _failed(connection: Connection) -> Iterator[str]:
    query = select(A.key, D.because).join(ACCOUNT, A.id == D.account_id).where(D.kind == "failed").distinct()
    for row in connection.execute(query.order_by(A.key)):
        yield f"{row.key}: {row.because}"


def _silent(connection: Connection) -> Iterator[str]:
    """What was raised of feeds, for good or for a while: whatever asks for what they tell was unknown meanwhile."""
    for row in connection.execute(select(ALARM.c.because, ALARM.c.raised_at).order_by(ALARM.c.id)):
        yield f"{row.because}, on {row.raised_at:%d %b %Y}"


def _stuck(connection: Connection, now: datetime) -> Iterator[str]:
    overdue = or_(E.wake_at.is_(None), E.wake_at <= now, E.account_id.in_(find_sleepers(connection)))
    query = select(A.key, E.journey, E.step, E.wake_at).join(ACCOUNT, A.id == E.account_id)
    for row in connection.execute(query.where(E.state == "open", overdue).order_by(A.key, E.journey)):
        told = f"due since {row.wake_at:%d %b %Y %H:%M}" if row.wake_at else "never due"
        yield f"{row.key}, {row.journey} / {row.step}: {told}"


def _above(connection: Connection, gap: timedelta) -> Iterator[str]:
    query = select(A.key, T.journey, T.step, T.settled_at).join(ACCOUNT, A.id == T.account_id)
    mails = connection.execute(query.where(T.commercial, T.state == "accepted").order_by(A.key, T.settled_at)).all()
    for one, other in pairwise(mails):
        if one.key == other.key and other.settled_at - one.settled_at < gap:
            yield f"{one.key}: {one.journey} / {one.step} and {other.journey} / {other.step} within the gap"


def _often(connection: Connection) -> int:
    query = select(T.contact_id, T.settled_at).where(T.commercial, T.state == "accepted", T.contact_id.is_not(None))
    mails = connection.execute(query.order_by(T.contact_id, T.settled_at)).all()
    return len(
        {
            one.contact_id
            for one, other in zip(mails, mails[A_WEEK:], strict=False)
            if one.contact_id == other.contact_id and other.settled_at - one.settled_at < WEEK
        }
    )
