"""The tasks that are open, most urgent first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, case, select

from models.tables import ACCOUNT, TASK

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
