"""Raising and clearing alarms, each once, and who still has to be told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from models.tables import ALARM
from models.upsert import insert_new

A = ALARM.c


def raise_alarm(connection: Connection, now: datetime, kind: str, subject: str, because: str) -> bool:
    """Raise an alarm, unless one of this kind and subject is open; answer whether this one is new."""
    row = {"kind": kind, "subject": subject, "because": because, "raised_at": now}
    return bool(insert_new(connection, ALARM, [row], A.id))


def clear_alarm(connection: Connection, now: datetime, kind: str, subject: str) -> bool:
    """Clear the open alarm of this kind and subject; answer whether there was one."""
    mine = (A.kind == kind) & (A.subject == subject) & A.cleared_at.is_(None)
    return connection.execute(update(ALARM).where(mine).values(cleared_at=now)).rowcount > 0


def is_raised(connection: Connection, kind: str, subject: str) -> bool:
    """Answer whether an alarm of this kind and subject is open."""
    mine = (A.kind == kind) & (A.subject == subject) & A.cleared_at.is_(None)
    return connection.execute(select(A.id).where(mine)).first() is not None


def clear_alarms(connection: Connection, now: datetime, kind: str) -> None:
    """Clear the open alarms of this kind, whatever they are about."""
    connection.execute(update(ALARM).where(A.kind == kind, A.cleared_at.is_(None)).values(cleared_at=now))


def open_alarms(connection: Connection) -> Sequence[Row[*tuple[Any, ...]]]:
    """Answer the alarms that are not over, oldest first."""
    return connection.execute(select(ALARM).where(A.cleared_at.is_(None)).order_by(A.id)).all()


def take_to_tell(connection: Connection, now: datetime, alarm_id: int) -> bool:
    """Note that somebody is told of an open alarm from now on; answer whether it is ours to tell them.

    Noted before it is done: of two processes, or after a death in the middle, nobody tells it twice.
    """
    untold = (A.id == alarm_id) & A.told_at.is_(None) & A.cleared_at.is_(None)
    return connection.execute(update(ALARM).where(untold).values(told_at=now)).rowcount > 0


def give_back_to_tell(connection: Connection, alarm_id: int) -> None:
    """Note that nobody could be told of it after all."""
    connection.execute(update(ALARM).where(A.id == alarm_id).values(told_at=None))
