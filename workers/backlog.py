"""The fuse on the backlog: more is overdue than can be while somebody is at work, so time itself is not believed."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select

from models.doors import STOPS
from models.operation import INTERRUPTED
from models.tables import ACCOUNT, HEARTBEAT
from models.upsert import insert_or_update

A, H = ACCOUNT.c, HEARTBEAT.c

BREAK = timedelta(minutes=10)  # without a heartbeat: the work was interrupted
LATE = timedelta(days=1)  # nobody waits for so long while somebody is at work
LONGEST = timedelta(days=14)  # an outage beyond which a person says whether there was one
SELDOM = timedelta(seconds=5)
PROCESSES = frozenset({"clock", "worker"})
LEAST, SHARE = 3, 0.25  # of all accounts that wait for a look: so many, and so much of them
MOST = 10_000  # that are counted


def interruption(connection: Connection, now: datetime, shut: set[str]) -> datetime | None:
    """Answer when the work was last known to be interrupted; none: never, as far as anybody knows.

    Somebody stopped it, or no clock or no worker was at work for a while: what became due until then is no surprise.
    """
    beats = {row.name: row.at for row in connection.execute(select(H.name, H.at))}
    at_work = all(abs(now - beats[name]) <= BREAK for name in PROCESSES if name in beats)
    if shut & STOPS or not at_work or not beats.keys() >= PROCESSES:
        return now
    last: datetime | None = beats.get(INTERRUPTED)
    return last if last is not None and last <= now else None  # one that is still to come was written at a wrong time


def note_interruption(connection: Connection, now: datetime, machine: datetime) -> None:
    """Note that the work is interrupted now."""
    row = {"name": INTERRUPTED, "at": now, "machine_at": machine}
    insert_or_update(connection, HEARTBEAT, [row], key=("name",))


def is_noted(connection: Connection, now: datetime) -> bool:
    """Answer whether it was noted a moment ago."""
    last = connection.execute(select(H.at).where(H.name == INTERRUPTED)).scalar()
    return last is not None and abs(now - last) < SELDOM


def surprise(connection: Connection, now: datetime, since: datetime | None) -> str:
    """Answer why what is due cannot be, given that the work was last interrupted at `since`; nothing: it can."""
    return _long_away(connection, now) or _backlog(connection, now, since)


def _long_away(connection: Connection, now: datetime) -> str:
    last = connection.execute(select(H.at).where(H.name == "clock")).scalar()
    if last is None or now - last <= LONGEST:
        return ""
    days = (now - last).days
    return (
        f"no clock was at work for {days} days, since {last:%Y-%m-%d %H:%M}: either Tenure was off for so long, "
        "or the time is wrong, or this database is an old copy"
    )


def _backlog(connection: Connection, now: datetime, since: datetime | None) -> str:
    overdue = select(A.id).where(A.wake_at < now - LATE)
    overdue = overdue.where(A.wake_at > since) if since is not None else overdue
    number = _count(connection, overdue)
    if number < LEAST:
        return ""
    awake = _count(connection, select(A.id).where(A.wake_at.is_not(None)))
    if number <= SHARE * awake:
        return ""
    return (
        f"{number:,} of {awake:,} accounts have been waiting for a look for more than a day, though a clock and a "
        "worker were at work all the time: the time is wrong, or something moved what is due"
    )


def _count(connection: Connection, query: Select[Any]) -> int:
    counted = select(func.count()).select_from(query.limit(MOST).subquery())
    return int(connection.execute(counted).scalar_one())
