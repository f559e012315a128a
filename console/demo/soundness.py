"""Whether a play left nothing behind that must never be: no fate unknown, nobody stuck, nobody mailed too often."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from console.demo.crowding import Restraint, commercial_mails
from models.agenda import find_sleepers
from models.tables import ACCOUNT, ALARM, DECISION, ENROLLMENT, TOUCHPOINT

A, D, E, T = ACCOUNT.c, DECISION.c, ENROLLMENT.c, TOUCHPOINT.c
ARRIVED = ("accepted", "unknown")  # or may have


@dataclass(frozen=True, slots=True)
class Soundness:
    """What was found, in words: what is `unknown` or failed, who is `stuck` in a journey, who was mailed too often.

    That is whoever is `above` what the `restraint` allows.
    """

    unknown: tuple[str, ...]
    stuck: tuple[str, ...]
    above: tuple[str, ...]
    restraint: Restraint

    @property
    def holds(self) -> bool:
        """Answer whether nothing was found that must never be."""
        return not (self.unknown or self.stuck or self.above)

    def lines(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Answer a line for each question, and what was found."""
        yield f"unknown: {_count(self.unknown)}", self.unknown
        yield f"stuck enrollments: {_count(self.stuck)}", self.stuck
        yield f"accounts and people above their caps ({self.restraint.words()}): {_count(self.above)}", self.above


def _count(found: tuple[str, ...]) -> str:
    return str(len(found) or "none")


def look_over(connection: Connection, now: datetime, restraint: Restraint) -> Soundness:
    """Answer what a play left behind that ended at `now`; `restraint` says how much is too much."""
    return Soundness(
        unknown=(*_unknown(connection), *_failed(connection), *_silent(connection)),
        stuck=tuple(_stuck(connection, now)),
        above=tuple(restraint.broken(commercial_mails(connection, *ARRIVED).values())),
        restraint=restraint,
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
