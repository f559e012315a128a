"""The bare limit of (b): claim, render, write, post, write; no second look, no engine, no broker, no ORM."""

import json
import multiprocessing
import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import psycopg
import urllib3

from tests.benchmarks.plan import Plan
from tests.benchmarks.specimen import Specimen

BATCH = 20
LEASE = timedelta(seconds=120)
HEADERS = {"Content-Type": "application/json", "Authorization": "Bearer SG.benchmark"}

CLAIM = """
UPDATE touchpoint SET fence = fence + 1, leased_until = %(until)s WHERE id IN (
    SELECT id FROM touchpoint WHERE state = 'planned' AND due_at <= %(now)s
        AND (leased_until IS NULL OR leased_until < %(now)s)
    ORDER BY due_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
) RETURNING id, key, account_id, enrollment_id, journey, step,
    (SELECT email FROM contact WHERE contact.id = contact_id)
"""
OPEN = "UPDATE touchpoint SET state = 'sending', attempts = attempts + 1, leased_until = %s WHERE id = %s"
ATTEMPT = "INSERT INTO attempt (touchpoint_id, number, fence, detail, started_at) VALUES (%s, 1, 1, '', %s)"
SETTLE = """
UPDATE touchpoint SET state = 'accepted', because = 'accepted by the provider', provider_id = %s, settled_at = %s,
    leased_until = NULL WHERE id = %s
"""
ANSWER = "UPDATE attempt SET outcome = 'accepted', ended_at = %s WHERE touchpoint_id = %s AND number = 1"
TELL = """
INSERT INTO decision (account_id, enrollment_id, touchpoint_id, journey, step, kind, because, evidence, at)
VALUES (%s, %s, %s, %s, %s, 'sent', 'accepted by the provider', '{}', %s)
"""

Row = tuple[Any, ...]


def bare_mails(dsn: str, plan: Plan, now: datetime, mail: Specimen, url: str) -> float:
    """Send every mail that is due; answer the seconds until the last process is done."""
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(plan.processes + 1)
    words = (dsn, plan.threads, now, mail, url, gate)
    processes = [context.Process(target=_process, args=words) for _ in range(plan.processes)]
    for process in processes:
        process.start()
    gate.wait()
    began = time.perf_counter()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise RuntimeError("a bare loop failed")
    return time.perf_counter() - began


def _process(dsn: str, threads: int, now: datetime, mail: Specimen, url: str, gate: Any) -> None:
    pool = urllib3.PoolManager(maxsize=threads)
    loops = [threading.Thread(target=_loop, args=(dsn, now, mail, url, pool)) for _ in range(threads)]
    gate.wait()
    for loop in loops:
        loop.start()
    for loop in loops:
        loop.join()


def _loop(dsn: str, now: datetime, mail: Specimen, url: str, pool: urllib3.PoolManager) -> None:
    with psycopg.connect(dsn) as connection, connection.cursor() as cursor:
        while rows := cursor.execute(CLAIM, {"now": now, "until": now + LEASE, "limit": BATCH}).fetchall():
            connection.commit()
            _send(connection, cursor, now, mail, url, pool, rows)


def _send(
    connection: psycopg.Connection[Any], cursor: psycopg.Cursor[Any], now: datetime, mail: Specimen, url: str,
    pool: urllib3.PoolManager, rows: Sequence[Row],
) -> None:  # fmt: skip
    """As Tenure does: what became of one mail and the opening of the next are one commit."""
    last: tuple[Row, str] | None = None
    for row in rows:
        if last:
            _settle(cursor, now, *last)
        cursor.execute(OPEN, (now + LEASE, row[0]))
        cursor.execute(ATTEMPT, (row[0], now))
        connection.commit()
        body = json.dumps(mail.body("Robin", row[6], row[1]))
        answer = pool.request("POST", url, body=body, headers=HEADERS)
        if answer.status != 202:
            raise RuntimeError(f"the provider answered {answer.status}: {answer.data[:200]!r}")
        last = row, answer.headers.get("X-Message-Id", "")
    if last:
        _settle(cursor, now, *last)
    connection.commit()


def _settle(cursor: psycopg.Cursor[Any], now: datetime, row: Row, provider_id: str) -> None:
    cursor.execute(SETTLE, (provider_id, now, row[0]))
    cursor.execute(ANSWER, (now, row[0]))
    cursor.execute(TELL, (row[2], row[3], row[0], row[4], row[5], now))
