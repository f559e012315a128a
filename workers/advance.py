"""Looking at a batch of accounts: gather and decide, then record in one transaction what still holds."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import InterfaceError, OperationalError

from models.among import among
from models.database import begin, look
from models.doors import Doors, look_at_doors
from models.lapsing import mark_lapsed
from models.tables import ACCOUNT, DECISION
from models.worklist import close_tasks
from workers.assess import take_turn_for, write_assessed
from workers.boot import App
from workers.clocks import machine_time
from workers.considered import Considered, consider
from workers.editions import Edition
from workers.fuse import is_trusted
from workers.night import BY_DAY, night_of
from workers.record import record

log = logging.getLogger("tenure.advance")

A = ACCOUNT
AFTER_A_FAILURE = timedelta(hours=1)


def advance_accounts(app: App, ids: Sequence[int]) -> list[int]:
    """Take every one of these accounts that is due as far as it can go now.

    The accounts are locked while what is concluded is written: whoever comes second, with the same hint, finds nothing
    due. Answers the ids of the mails that can be delivered now.
    """
    try:
        return _advance(app, ids) if is_trusted(app) else []
    except (OperationalError, InterfaceError):  # the database is away or busy: the clock hints again
        raise
    except Exception:  # one account that cannot be read or written must not stop the others
        if len(ids) > 1:
            half = len(ids) // 2
            return advance_accounts(app, ids[:half]) + advance_accounts(app, ids[half:])
        log.exception("account %s could not be looked at", *ids)
        with begin(app.engine) as connection:
            _set_aside(connection, ids[0], app.now())
        return []


def _advance(app: App, ids: Sequence[int]) -> list[int]:
    """Look without any lock, and write what still holds; whoever was disturbed meanwhile is looked at under lock.

    Thinking takes hundreds of times as long as writing, and who writes keeps others out: on SQLite, everybody.
    """
    now, machine = app.now(), machine_time()
    with look(app.engine) as connection:
        edition, doors = _in_force(app, connection, machine)
        accounts = _leased(connection, ids, now) if edition else []
        found = None
        if edition and accounts:
            night = night_of(connection, edition.book.catalog, accounts, now)
            found = consider(connection, app, edition, accounts, now, night, doors.paused)
    if edition is None:
        return []
    with begin(app.engine) as connection:
        take_turn_for(connection, found.assessed if found else [])
        still, found_now = _in_force(app, connection, machine)
        if still is not edition or found_now.paused != doors.paused:
            return []  # published, paused, resumed or stopped meanwhile: they stay due
        claimed = _claim(connection, ids, now)
        kept = {row.id for row in claimed} & _undisturbed(accounts, claimed)
        mails = _write(connection, found.of(kept), now, machine) if found and kept else []
        rest = [row for row in claimed if row.id not in kept]
        if rest:
            mails += _write(
                connection, consider(connection, app, edition, rest, now, BY_DAY, doors.paused), now, machine
            )
    return mails


def _in_force(app: App, connection: Connection, machine: datetime) -> tuple[Edition | None, Doors]:
    doors = look_at_doors(connection, machine)
    return None if doors.stopped else app.editions.current(connection), doors


def _leased(connection: Connection, ids: Sequence[int], now: datetime) -> Sequence[Row[Any]]:
    """Answer the due ones that are leased: news ends a lease, so that it shows whether any came meanwhile."""
    due = among(connection, A.c.id, ids), A.c.wake_at <= now, A.c.leased_until.is_not(None)
    return connection.execute(select(A).where(*due).order_by(A.c.id)).all()


def _claim(connection: Connection, ids: Sequence[int], now: datetime) -> Sequence[Row[Any]]:
    query = select(A).where(among(connection, A.c.id, ids), A.c.wake_at <= now).order_by(A.c.id)
    # `key_share`: events that are just coming in refer to the account, and neither is to stand in the other's way.
    return connection.execute(query.with_for_update(skip_locked=True, key_share=True)).all()


def _undisturbed(seen: Sequence[Row[Any]], claimed: Sequence[Row[Any]]) -> set[int]:
    """Answer those that nobody looked at or stirred since they were seen."""
    before = {(row.id, row.wake_at, row.leased_until) for row in seen}
    return {row.id for row in claimed if (row.id, row.wake_at, row.leased_until) in before}


def _write(connection: Connection, found: Considered, now: datetime, machine: datetime) -> list[int]:
    for account in found.failed:
        _set_aside(connection, account, now)
    close_tasks(connection, now, found.closings)
    mark_lapsed(connection, now, [run for runs in found.lapsed.values() for run in runs])
    mails = record(connection, now, machine, found.rounds, found.edition)
    write_assessed(connection, now, found.assessed)  # last: who is in another band is looked at again
    return mails


def _set_aside(connection: Connection, account: int, now: datetime) -> None:
    until = now + AFTER_A_FAILURE
    because = "Tenure failed to look at this account, which is a fault of ours: the worker's log has the details"
    line = {"account_id": account, "journey": "", "kind": "failed", "because": because, "evidence": {}}
    connection.execute(insert(DECISION), line | {"until": until, "at": now})
    connection.execute(update(A).where(A.c.id == account).values(wake_at=until, leased_until=None))
