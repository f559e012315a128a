"""Mails whose sender died while sending: they may or may not have left, so a human is asked."""

from datetime import datetime

from sqlalchemy import Connection

from models.sending import expire
from models.tables import TASK
from models.upsert import insert_new
from workers.aftermath import tell
from workers.editions import Edition
from workers.gather import accounts_by_id
from workers.questions import mail_task

BECAUSE = "the process that was sending it died, so it may or may not have left"


def settle_the_dead(connection: Connection, edition: Edition, now: datetime, machine: datetime) -> int:
    """Give every mail whose lease ran out while it was being sent the state unknown; answer how many."""
    rows = expire(connection, machine, BECAUSE)
    accounts = {account.id: account for account in accounts_by_id(connection, {row.account_id for row in rows})}
    window = edition.book.program.window
    for row in rows:
        tell(connection, row, "unknown", BECAUSE, now)
    tasks = [mail_task(now, row, "mail-unknown", BECAUSE, accounts[row.account_id], window) for row in rows]
    insert_new(connection, TASK, tasks)
    return len(rows)
