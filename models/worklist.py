"""The tasks that are open, most urgent first; and those that are done by themselves."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, case, insert, select, update

from models.tables import ACCOUNT, DECISION, TASK

URGENCY = case({"critical": 0, "high": 1, "medium": 2, "low": 3}, value=TASK.c.priority, else_=4)


def open_tasks(connection: Connection, owner: str | None = None, limit: int = 1000) -> Sequence[Row[*tuple[Any, ...]]]:
    """Answer the open tasks (of one owner, if named) with their account's key, name, ARR in cents and zone."""
    query = (
        select(
            TASK, ACCOUNT.c.key.label("account"), ACCOUNT.c.name.label("account_name"), ACCOUNT.c.arr_cents,
            ACCOUNT.c.timezone,
        )
        .join(ACCOUNT, ACCOUNT.c.id == TASK.c.account_id)
        .where(TASK.c.state == "open")
        .order_by(URGENCY, TASK.c.due_at, TASK.c.id)
        .limit(limit)
    )  # fmt: skip
    return connection.execute(query if owner is None else query.where(TASK.c.owner == owner)).all()


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
