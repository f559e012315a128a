"""Everything that is true of mails and their people, to be compared whatever was told in which order."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, select

from emails.sendgrid_events import MailEvent
from models.tables import (
    ACCOUNT,
    DECISION,
    EVENT,
    EVENT_DAY,
    EVENT_TOTAL,
    PROVIDER_EVENT,
    SUPPRESSION,
    TASK,
    TOUCHPOINT,
)
from tests.world import World
from workers.clocks import machine_time
from workers.mail_events import take_events

MACHINE = {"id", "received_at", "doubted_until", "hinted_at", "leased_until", "started_at", "ended_at"}
# When somebody looks again, how often something was learned, and in which words it was found out, decide nothing.
LOOKS = {"wake_at", "stirs", "because"}


def dump(connection: Connection, aside: Collection[tuple[str, str]] = ()) -> dict[str, list[Any]]:
    """Answer everything that is true, but for the machine's own times and the order in which it was found out.

    `aside` are further columns, by table and name, that may differ.
    """
    told = DECISION.c.kind.in_(["bounced", "complained", "unsubscribed"])
    tables = (ACCOUNT, PROVIDER_EVENT, TOUCHPOINT, SUPPRESSION, EVENT, EVENT_DAY, EVENT_TOTAL)
    queries = {table.name: select(table) for table in tables}
    queries |= {"task": select(TASK).where(TASK.c.state == "open"), "decision": select(DECISION).where(told)}
    left = {name: MACHINE | LOOKS | {column for table, column in aside if table == name} for name in queries}
    return {
        name: sorted(_plain(row, left[name]) for row in connection.execute(query).mappings())
        for name, query in queries.items()
    }


def _plain(row: Any, left: Collection[str]) -> str:
    return repr(sorted((name, str(value)) for name, value in row.items() if name not in left))


def outcome(world: World, batches: Sequence[Sequence[MailEvent]]) -> dict[str, list[Any]]:
    """Answer what these batches come to, and take it all back."""
    with world.engine.connect() as connection, connection.begin() as transaction:
        edition = world.app.editions.current(connection)
        for batch in batches:
            take_events(connection, edition, batch, world.now, machine_time())
        found = dump(connection)
        transaction.rollback()
    return found
