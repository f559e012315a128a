"""What a person wants to see first: the open tasks, what is stuck, and whether the machine is at work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, func, select

from models.tables import ACCOUNT, CLOSURE, ENROLLMENT, HEARTBEAT, TASK, TOUCHPOINT

URGENCY = {"critical": 0, "high": 1, "medium": 2, "low": 3}
LONGEST_LIST = 200


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task as a CSM reads it."""

    account: str
    account_key: str
    title: str
    because: str
    evidence: Mapping[str, object]
    steps: Sequence[str]
    priority: str
    owner: str | None
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Beat:
    """When a kind of process was last at work, by the machine's own clock."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shut:
    """A door that is shut, and why; without an end a human has to open it."""

    name: str
    because: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the first page shows besides the mails."""

    tasks: Sequence[OpenTask]
    open_tasks: int
    accounts: int
    under_way: int
    held: int
    mails: Mapping[str, int]
    next_look: datetime | None
    beats: Sequence[Beat]
    shut: Sequence[Shut]


def survey(connection: Connection) -> Overview:
    """Answer the overview, in a constant number of queries."""
    held = case((ENROLLMENT.c.standing.like("Hold|%"), 1), else_=0)
    under_way, waiting = connection.execute(
        select(func.count(), func.coalesce(func.sum(held), 0)).where(ENROLLMENT.c.state == "open")
    ).one()
    accounts, next_look = connection.execute(
        select(func.count(), func.min(ACCOUNT.c.wake_at)).select_from(ACCOUNT)
    ).one()
    return Overview(
        tasks=open_tasks(connection),
        open_tasks=connection.execute(
            select(func.count()).select_from(TASK).where(TASK.c.state == "open")
        ).scalar_one(),
        accounts=accounts,
        under_way=under_way,
        held=waiting,
        mails=mail_counts(connection),
        next_look=next_look,
        beats=heartbeats(connection),
        shut=closures(connection),
    )


def open_tasks(connection: Connection, limit: int = LONGEST_LIST) -> Sequence[OpenTask]:
    """Answer the open tasks, the most urgent first and among those the one due first."""
    t = TASK.c
    urgency = case(URGENCY, value=t.priority, else_=len(URGENCY))
    whose = (ACCOUNT.c.name.label("account"), ACCOUNT.c.key.label("account_key"))
    said = (t.title, t.because, t.evidence, t.steps, t.priority, t.owner, t.due_at)
    query = select(*whose, *said).join(ACCOUNT, ACCOUNT.c.id == t.account_id)
    rows = connection.execute(query.where(t.state == "open").order_by(urgency, t.due_at, t.id).limit(limit))
    return [OpenTask(**row) for row in rows.mappings()]


def mail_counts(connection: Connection) -> Mapping[str, int]:
    """Answer how many mails are in each state."""
    query = select(TOUCHPOINT.c.state, func.count()).where(TOUCHPOINT.c.channel == "email").group_by(TOUCHPOINT.c.state)
    return dict(connection.execute(query).tuples().all())


def heartbeats(connection: Connection) -> Sequence[Beat]:
    """Answer who was last seen at work, and when."""
    query = select(HEARTBEAT.c.name, HEARTBEAT.c.machine_at).order_by(HEARTBEAT.c.name)
    return [Beat(name, at) for name, at in connection.execute(query)]


def closures(connection: Connection) -> Sequence[Shut]:
    """Answer the doors that are shut."""
    query = select(CLOSURE.c.name, CLOSURE.c.because, CLOSURE.c.until).order_by(CLOSURE.c.since)
    return [Shut(*row) for row in connection.execute(query)]
