"""How everything stands, in figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from models.alarms import open_alarms
from models.budgets import count_waiting, waiting_mails
from models.doors import BUDGET
from models.operation import INTERRUPTED
from models.provider_events import last_told
from models.reckoning import day_of
from models.tables import (
    ACCOUNT,
    ATTEMPT,
    CLOSURE,
    ENROLLMENT,
    FEED,
    HEARTBEAT,
    PUBLICATION,
    RELEASE,
    TASK,
    TOUCHPOINT,
)

AnyRow = Row[*tuple[Any, ...]]
NAMED = 12  # mails that wait, one by one


@dataclass(frozen=True, slots=True)
class Census:
    """Figures about the whole installation at one instant.

    `waiting`: by the door before which they wait, how many mails a journey wants to send beyond its budget, and the
    first of them. `today` is what the daybook says of the day so far. `doubted_since` is since when the oldest mail is
    in doubt, `told_at` when the provider told of one last: both in the machine's time.
    """

    accounts: int
    due: int
    oldest_due: datetime | None
    asleep: int
    enrollments: dict[str, dict[str, int]]
    touchpoints: dict[str, int]
    unsettled: Sequence[AnyRow]
    doubted_since: datetime | None
    told_at: datetime | None
    tasks: int
    overdue: int
    heartbeats: Sequence[AnyRow]
    closures: Sequence[AnyRow]
    waiting: Mapping[str, tuple[int, Sequence[AnyRow]]]
    alarms: Sequence[AnyRow]
    today: Sequence[AnyRow]
    feeds: Sequence[AnyRow]
    published_at: datetime | None


def take_census(connection: Connection, now: datetime, machine: datetime) -> Census:
    """Count what there is, what is due, what is in doubt and who is at work."""
    due = ACCOUNT.c.wake_at <= now
    states: dict[str, dict[str, int]] = {}
    e = ENROLLMENT.c
    for journey, state, number in connection.execute(
        select(e.journey, e.state, func.count()).group_by(e.journey, e.state)
    ):
        states.setdefault(journey, {})[state] = number
    t = TOUCHPOINT.c
    return Census(
        accounts=_count(connection, ACCOUNT),
        due=_count(connection, ACCOUNT, due),
        oldest_due=connection.execute(select(func.min(ACCOUNT.c.wake_at)).where(due)).scalar(),
        asleep=_sleepers(connection),
        enrollments=states,
        touchpoints=dict(connection.execute(select(t.state, func.count()).group_by(t.state)).all()),
        unsettled=_unsettled(connection),
        doubted_since=_doubted_since(connection),
        told_at=last_told(connection),
        tasks=_count(connection, TASK, TASK.c.state == "open"),
        overdue=_count(connection, TASK, (TASK.c.state == "open") & (TASK.c.due_at < now)),
        heartbeats=_at_work(connection),
        closures=(closures := shut_now(connection, machine)),
        waiting=waiting_at(connection, now, closures),
        alarms=open_alarms(connection),
        today=day_of(connection, now.date()),
        feeds=connection.execute(select(FEED).order_by(FEED.c.name)).all(),
        published_at=connection.execute(select(func.max(RELEASE.c.published_at))).scalar(),
    )


def shut_now(connection: Connection, machine: datetime) -> Sequence[AnyRow]:
    """Answer the doors that are shut now, by name."""
    c = CLOSURE.c
    shut = or_(c.until.is_(None), c.until > machine, c.rests > 0)
    return connection.execute(select(CLOSURE).where(shut).order_by(c.name)).all()


def waiting_at(
    connection: Connection, now: datetime, doors: Sequence[AnyRow]
) -> dict[str, tuple[int, Sequence[AnyRow]]]:
    """Answer, for each of these doors that a budget shut, how many mails wait there, and the first of them."""
    named = {door.name: door.name.removeprefix(f"{BUDGET} ") for door in doors if door.name.startswith(f"{BUDGET} ")}
    return {
        door: (count_waiting(connection, journey, now), waiting_mails(connection, journey, now, NAMED))
        for door, journey in named.items()
    }


def _at_work(connection: Connection) -> Sequence[AnyRow]:
    beats = select(HEARTBEAT).where(HEARTBEAT.c.name != INTERRUPTED)
    return connection.execute(beats.order_by(HEARTBEAT.c.name)).all()


def first_published(connection: Connection) -> datetime | None:
    """Answer since when anything has been in force."""
    since: datetime | None = connection.execute(select(func.min(RELEASE.c.published_at))).scalar()
    return since


def last_published(connection: Connection, paths: Sequence[str]) -> datetime | None:
    """Answer when any of these files, `%` for any name, was published last."""
    mine = or_(*(PUBLICATION.c.path.like(path) for path in paths))
    query = select(func.max(RELEASE.c.published_at)).join(PUBLICATION, PUBLICATION.c.release == RELEASE.c.number)
    last: datetime | None = connection.execute(query.where(mine)).scalar()
    return last


def _unsettled(connection: Connection) -> Sequence[AnyRow]:
    """Answer the mails that may or may not have left, with whom they were for."""
    t = TOUCHPOINT.c
    query = (
        select(t.key, ACCOUNT.c.key.label("account"), ACCOUNT.c.name, t.journey, t.step, t.because, t.created_at)
        .join(ACCOUNT, ACCOUNT.c.id == t.account_id)
        .where(t.state == "unknown", t.channel == "email")
        .order_by(t.id)
    )
    return connection.execute(query).all()


def _doubted_since(connection: Connection) -> datetime | None:
    t = TOUCHPOINT.c
    last = (ATTEMPT.c.touchpoint_id == t.id) & (ATTEMPT.c.number == t.attempts)
    query = select(func.min(ATTEMPT.c.started_at)).join(TOUCHPOINT, last)
    since: datetime | None = connection.execute(query.where(t.state == "unknown", t.channel == "email")).scalar()
    return since


def _sleepers(connection: Connection) -> int:
    """Answer how many accounts have an open enrollment that wakes before the account does: there must be none."""
    stuck = (
        select(func.count(func.distinct(ENROLLMENT.c.account_id)))
        .join(ACCOUNT, ACCOUNT.c.id == ENROLLMENT.c.account_id)
        .where(ENROLLMENT.c.state == "open")
        .where(or_(ACCOUNT.c.wake_at.is_(None), ACCOUNT.c.wake_at > ENROLLMENT.c.wake_at))
    )
    return int(connection.execute(stuck).scalar_one())


def _count(connection: Connection, table: Any, where: Any = True) -> int:
    return int(connection.execute(select(func.count()).select_from(table).where(where)).scalar_one())
