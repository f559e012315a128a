"""What a person wants to see first: the open tasks, what is stuck, and whether the machine is at work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from models.census import Census, take_census
from models.story import AnyRow
from models.tables import ACCOUNT, ENROLLMENT, TOUCHPOINT
from models.worklist import open_tasks

LONGEST_LIST = 200
QUIET = timedelta(seconds=60)  # a clock not seen for so long is not at work


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the first page shows besides the mails; `mails` counts them by state."""

    census: Census
    tasks: Sequence[AnyRow]
    mails: Mapping[str, int]
    under_way: int
    held: int
    next_look: datetime | None
    at_work: bool


def survey(connection: Connection, now: datetime, machine: datetime) -> Overview:
    """Answer the overview, in a constant number of queries."""
    census = take_census(connection, now, machine)
    return Overview(
        census=census,
        tasks=open_tasks(connection, limit=LONGEST_LIST),
        mails=_mails(connection),
        under_way=sum(states.get("open", 0) for states in census.enrollments.values()),
        held=_held(connection),
        next_look=connection.execute(select(func.min(ACCOUNT.c.wake_at))).scalar(),
        at_work=any(beat.name == "clock" and machine - beat.machine_at < QUIET for beat in census.heartbeats),
    )


def _mails(connection: Connection) -> Mapping[str, int]:
    t = TOUCHPOINT.c
    query = select(t.state, func.count()).where(t.channel == "email").group_by(t.state)
    return {state: number for state, number in connection.execute(query)}  # noqa: C416  (rows are no pairs to mypy)


def _held(connection: Connection) -> int:
    """Answer how many enrollments stand at a step that must not happen now."""
    e = ENROLLMENT.c
    query = select(func.count()).where(e.state == "open", e.standing.like("Hold|%"))
    return int(connection.execute(query).scalar_one())
