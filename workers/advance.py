"""Looking at a batch of accounts: gather, decide, record in one transaction."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from models.database import begin
from models.tables import ACCOUNT, DECISION
from workers.boot import App
from workers.clocks import machine_time
from workers.editions import Edition
from workers.gather import Standing, gather
from workers.record import Round, record
from workers.rounds import decide_round

log = logging.getLogger("tenure.advance")

A = ACCOUNT
AFTER_A_FAILURE = timedelta(hours=1)


def advance_accounts(app: App, ids: Sequence[int]) -> list[int]:
    """Take every one of these accounts that is due as far as it can go now.

    The accounts are locked for the length of the transaction: whoever comes second, with the same hint, finds nothing
    due. Answers the ids of the mails that can be delivered now.
    """
    now = app.now()
    with begin(app.engine) as connection:
        edition = app.editions.current(connection)
        accounts = _claim(connection, ids, now)
        if edition is None or not accounts:
            return []
        standings = gather(connection, accounts, edition.book.needs, now)
        rounds = [found for standing in standings if (found := _decide(connection, app, edition, standing, now))]
        return record(connection, now, machine_time(), rounds, edition.book)


def _claim(connection: Connection, ids: Sequence[int], now: datetime) -> Sequence[Row[Any]]:
    query = select(A).where(A.c.id.in_(ids), A.c.wake_at <= now).order_by(A.c.id)
    return connection.execute(query.with_for_update(skip_locked=True)).all()


def _decide(connection: Connection, app: App, edition: Edition, standing: Standing, now: datetime) -> Round | None:
    try:
        pinned = lambda publication, name: app.editions.journey(connection, edition, publication, name)  # noqa: E731
        return standing, decide_round(now, standing, edition.book.journeys, edition.numbers, pinned)
    except Exception:  # one account that cannot be decided must not stop the others, nor be forgotten itself
        log.exception("account %s could not be decided", standing.account.id)
        _set_aside(connection, standing, now)
        return None


def _set_aside(connection: Connection, standing: Standing, now: datetime) -> None:
    until = now + AFTER_A_FAILURE
    because = "Tenure failed to look at this account, which is a fault of ours: the worker's log has the details"
    line = {"account_id": standing.account.id, "journey": "", "kind": "failed", "because": because, "evidence": {}}
    connection.execute(insert(DECISION), line | {"until": until, "at": now})
    connection.execute(update(A).where(A.c.id == standing.account.id).values(wake_at=until, leased_until=None))
