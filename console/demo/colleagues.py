"""The colleagues: customer success managers to be, who do every task some days after it was opened."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from console.demo.dice import dice
from models.tables import ACCOUNT, TASK
from models.worklist import Closing, close_tasks

K = TASK.c
SOONEST, LATEST = 2, 9  # days


def do_tasks(connection: Connection, now: datetime) -> None:
    """Close the open tasks on which a colleague has worked by now: nothing else is said to the account until then."""
    query = select(ACCOUNT.c.key, K.account_id, K.reason, K.opened_at).join(ACCOUNT, ACCOUNT.c.id == K.account_id)
    done = []
    for row in connection.execute(query.where(K.state == "open", K.opened_at <= now - timedelta(days=SOONEST))):
        days = dice(row.key, row.reason, row.opened_at.date()).randint(SOONEST, LATEST)
        if row.opened_at + timedelta(days=days) <= now:
            done.append(Closing(row.account_id, row.reason, f"a CSM of the play did it, {days} days after", {}))
    close_tasks(connection, now, done)
