"""The tasks that are open, most urgent first, with what was drafted for them; and those that are done by themselves."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, case, insert, select, update

from models.tables import ACCOUNT, CONTACT, DECISION, DRAFT, TASK

URGENCY = case({"critical": 0, "high": 1, "medium": 2, "low": 3}, value=TASK.c.priority, else_=4)

DRAFTED = (
    DRAFT.c.mail.label("draft"), DRAFT.c.subject.label("draft_subject"), DRAFT.c.because.label("draft_because"),
)  # fmt: skip


def open_tasks(connection: Connection, owner: str | None = None, limit: int = 1000) -> Sequence[Row[*tuple[Any, ...]]]:
    """Answer the open tasks (of one owner, if named) with their account's key, name, ARR in cents and zone.

    Of a draft it is told which mail it is, its subject, and why there is none: see `find_draft` for the rest.
    """
    query = (
        select(
            TASK, ACCOUNT.c.key.label("account"), ACCOUNT.c.name.label("account_name"), ACCOUNT.c.arr_cents,
            ACCOUNT.c.timezone, *DRAFTED,
        )
        .join(ACCOUNT, ACCOUNT.c.id == TASK.c.account_id)
        .outerjoin(DRAFT, DRAFT.c.task_id == TASK.c.id)
        .where(TASK.c.state == "open")
        .order_by(URGENCY, TASK.c.due_at, TASK.c.id)
        .limit(limit)
    )  # fmt: skip
    return connection.execute(query if owner is None else query.where(TASK.c.owner == owner)).all()


def find_draft(connection: Connection, task: int) -> Row[*tuple[Any, ...]] | None:
    """Answer what was drafted for this task, open or closed, with its account and whom it is for; none: nothing was."""
    query = (
        select(
            DRAFT, TASK.c.title, TASK.c.state, TASK.c.opened_at, ACCOUNT.c.key.label("account"),
            ACCOUNT.c.name.label("account_name"), ACCOUNT.c.timezone, CONTACT.c.first_name, CONTACT.c.last_name,
            CONTACT.c.email,
        )
        .join(TASK, TASK.c.id == DRAFT.c.task_id)
        .join(ACCOUNT, ACCOUNT.c.id == TASK.c.account_id)
        .outerjoin(CONTACT, CONTACT.c.id == TASK.c.contact_id)
    )  # fmt: skip
    return connection.execute(query.where(DRAFT.c.task_id == task)).first()


class Closing(NamedTuple):
    """A task that is done by itself: of which account and playbook, why, and what was looked at."""

    account: int
    playbook: str
    because: str
    evidence: Mapping[str, object]


def close_tasks(connection: Connection, now: datetime, closings: Sequence[Closing]) -> None:
    """Close these open tasks, and tell the ledger."""
    if not closings:
        return
    t = TASK.c
    open_one = t.account_id == bindparam("of"), t.reason == bindparam("called"), t.state == "open"
    done = update(TASK).where(*open_one).values(state="closed", closed_at=now, outcome="reached")
    connection.execute(done, [{"of": one.account, "called": one.playbook} for one in closings])
    lines = [
        {
            "account_id": one.account, "journey": "", "kind": "done", "because": f"{one.playbook}: {one.because}",
            "evidence": dict(one.evidence), "at": now,
        }
        for one in closings
    ]  # fmt: skip
    connection.execute(insert(DECISION), lines)


def make_way(connection: Connection, tasks: Sequence[Mapping[str, Any]]) -> None:
    """Close the tasks of a rehearsal in whose place these come, which are about to be opened in earnest."""
    places = [
        {"of": task["account_id"], "called": task["reason"], "then": task["opened_at"]}
        for task in tasks
        if not task.get("rehearsed")
    ]
    if places:
        t = TASK.c
        there = t.account_id == bindparam("of"), t.reason == bindparam("called"), t.state == "open", t.rehearsed
        closed = {"state": "closed", "closed_at": bindparam("then", type_=t.closed_at.type), "outcome": "rehearsed"}
        connection.execute(update(TASK).where(*there).values(closed), places)
