"""What a person wants to see first: the open tasks, what is stuck, and whether the machine is at work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from console.presence import missing
from models.census import Census, take_census
from models.story import AnyRow
from models.tables import ACCOUNT, ENROLLMENT, TOUCHPOINT
from models.worklist import open_tasks

LONGEST_LIST = 200


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the first page shows besides the mails; `mails` counts them by state."""

    census: Census
    tasks: Sequence[AnyRow]
    mails: Mapping[str, int]
    under_way: int
    held: int
    next_look: datetime | None
    missing: str  # a kind of process that is needed and not heard of


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
        missing=missing(census, now, machine),
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
