"""The bare limit of (a): claim, read and update the same rows in bulk, without an engine, a broker or an ORM."""

import multiprocessing
import time
from datetime import datetime, timedelta
from typing import Any

import psycopg

from tests.benchmarks.stage import Stage

BATCH = 500
LEASE = timedelta(seconds=120)
MONTH = timedelta(days=31)

CLAIM = """
UPDATE account SET leased_until = %s WHERE id IN (
    SELECT id FROM account WHERE wake_at <= %s AND (leased_until IS NULL OR leased_until < %s)
    ORDER BY wake_at, id LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING *
"""

READS = (
    """
    SELECT c.*, s.reason FROM contact c LEFT JOIN suppression s ON s.email = c.email AND s.topic = '*'
    WHERE account_id = ANY(%(ids)s)
    """,
    """
    SELECT account_id, name, day, sum(amount) FROM event_day
    WHERE account_id = ANY(%(ids)s) AND name = ANY(%(windows)s) AND day >= %(oldest)s GROUP BY account_id, name, day
    """,
    "SELECT * FROM event_total WHERE account_id = ANY(%(ids)s) AND name = ANY(%(totals)s)",
    "SELECT account_id, reason FROM task WHERE account_id = ANY(%(ids)s) AND state = 'open'",
    "SELECT * FROM enrollment WHERE account_id = ANY(%(ids)s)",
)

WRITES = (
    """
    UPDATE enrollment SET wake_at = %(until)s, standing = 'wait', because = %(because)s
    WHERE account_id = ANY(%(ids)s) AND state = 'open'
    """,
    """
    INSERT INTO decision (account_id, enrollment_id, journey, step, kind, because, evidence, until, at)
    SELECT account_id, id, journey, step, 'wait', %(because)s, '{}', %(until)s, %(now)s FROM enrollment
    WHERE account_id = ANY(%(ids)s) AND state = 'open'
    """,
    "UPDATE account SET wake_at = %(until)s, leased_until = NULL WHERE id = ANY(%(ids)s)",
)


def bare_decisions(stage: Stage, now: datetime, processes: int) -> float:
    """Take every account that is due through the bare loop; answer the seconds until the last process is done."""
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(processes + 1)
    loops = [context.Process(target=_loop, args=(stage, now, gate)) for _ in range(processes)]
    for loop in loops:
        loop.start()
    gate.wait()
    began = time.perf_counter()
    for loop in loops:
        loop.join()
    if any(loop.exitcode for loop in loops):
        raise RuntimeError("a bare loop failed")
    return time.perf_counter() - began


def _loop(stage: Stage, now: datetime, gate: Any) -> None:
    with psycopg.connect(stage.dsn) as connection, connection.cursor(binary=True) as cursor:
        connection.commit()
        gate.wait()
        while ids := _claim(cursor, now):
            connection.commit()
            _batch(cursor, stage, now, ids)
            connection.commit()


def _claim(cursor: psycopg.Cursor[Any], now: datetime) -> list[int]:
    return [row[0] for row in cursor.execute(CLAIM, (now + LEASE, now, now, BATCH)).fetchall()]


def _batch(cursor: psycopg.Cursor[Any], stage: Stage, now: datetime, ids: list[int]) -> None:
    words = {
        "ids": ids, "windows": stage.windows, "totals": stage.totals, "oldest": (now - MONTH).date(), "now": now,
        "until": now + timedelta(days=4), "because": "Day 14 comes in four days",
    }  # fmt: skip
    for query in READS:
        cursor.execute(query, words).fetchall()
    for statement in WRITES:
        cursor.execute(statement, words)
