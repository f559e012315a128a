"""Looking at a batch of accounts: gather, decide, record in one transaction."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import InterfaceError, OperationalError

from models.among import among
from models.database import begin
from models.doors import is_stopped
from models.lapsing import mark_lapsed
from models.tables import ACCOUNT, DECISION
from workers.boot import App
from workers.clocks import machine_time
from workers.courses import Courses
from workers.editions import Edition
from workers.finishing import finish_tasks
from workers.gather import Standing, gather
from workers.past_runs import lapsed_runs
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
    try:
        return _advance(app, ids)
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
    now, machine = app.now(), machine_time()
    with begin(app.engine) as connection:
        edition = app.editions.current(connection)
        if edition is None or is_stopped(connection, machine):
            return []
        accounts = _claim(connection, ids, now)
        if not accounts:
            return []
        standings = gather(connection, accounts, edition.book.needs, now, edition.book.program.feeds, runs=True)
        standings = finish_tasks(connection, now, standings, edition.book.playbooks)
        courses = Courses(connection, app.editions, edition, standings)
        rounds = [found for standing in standings if (found := _decide(connection, edition, courses, standing, now))]
        mark_lapsed(connection, now, _lapsed(edition, rounds, now))
        return record(connection, now, machine, rounds, edition.book)


def _claim(connection: Connection, ids: Sequence[int], now: datetime) -> Sequence[Row[Any]]:
    query = select(A).where(among(connection, A.c.id, ids), A.c.wake_at <= now).order_by(A.c.id)
    # `key_share`: events that are just coming in refer to the account, and neither is to stand in the other's way.
    return connection.execute(query.with_for_update(skip_locked=True, key_share=True)).all()


def _decide(
    connection: Connection, edition: Edition, courses: Courses, standing: Standing, now: datetime
) -> Round | None:
    try:
        course = partial(courses.of, now, standing)
        return standing, decide_round(now, standing, edition.book.journeys, edition.numbers, course)
    except Exception:  # one account that cannot be decided must not stop the others, nor be forgotten itself
        log.exception("account %s could not be decided", standing.account.id)
        _set_aside(connection, standing.account.id, now)
        return None


def _lapsed(edition: Edition, rounds: Sequence[Round], now: datetime) -> list[int]:
    return [run for standing, _ in rounds for run in lapsed_runs(now, standing, edition.book.journeys)]


def _set_aside(connection: Connection, account: int, now: datetime) -> None:
    until = now + AFTER_A_FAILURE
    because = "Tenure failed to look at this account, which is a fault of ours: the worker's log has the details"
    line = {"account_id": account, "journey": "", "kind": "failed", "because": because, "evidence": {}}
    connection.execute(insert(DECISION), line | {"until": until, "at": now})
    connection.execute(update(A).where(A.c.id == account).values(wake_at=until, leased_until=None))
