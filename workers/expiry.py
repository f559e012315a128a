"""Mails whose sender died while sending: they may or may not have left, which is looked into."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from models.sending import expire
from workers.aftermath import tell
from workers.editions import Edition
from workers.reconcile import look_into

BECAUSE = "the process that was sending it died, so it may or may not have left"


def settle_the_dead(
    connection: Connection, edition: Edition, now: datetime, machine: datetime, patience: timedelta | None = None
) -> int:
    """Give every mail whose lease ran out while it was being sent the state unknown; answer how many.

    `patience`: how long the provider's events may take; None: nobody tells us of any.
    """
    rows = expire(connection, machine, BECAUSE)
    for row in rows:
        tell(connection, row, "unknown", BECAUSE, now)
    look_into(connection, edition, rows, now, machine, patience)
    return len(rows)
