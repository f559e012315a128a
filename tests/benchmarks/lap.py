"""One lap: Tenure's real processes deal with every account that is made due."""

import time
from collections.abc import Callable
from typing import Any

import psycopg

from tests.benchmarks.book import is_due, make_due
from tests.benchmarks.fleet import home
from tests.benchmarks.plan import Plan
from tests.benchmarks.stage import NOW, Stage

WARM_UP = range(1, 401)  # enough for every worker process to read the program before the time runs

Watch = Callable[[int], None]  # takes the id of the workers' main process


def lap(stage: Stage, plan: Plan, ids: range, watch: Watch = lambda _: None) -> float:
    """Answer the seconds from when these accounts are due until none is; `watch` sees the workers meanwhile."""
    with home(plan, stage.url, NOW) as place, place.running("worker", "clock") as (worker, _):
        _seconds(stage, place.until, WARM_UP, lambda: None)
        return _seconds(stage, place.until, ids, lambda: watch(worker.pid))


def _seconds(
    stage: Stage, until: Callable[[Callable[[], bool], str], float], ids: range, watch: Callable[[], None]
) -> float:
    with psycopg.connect(stage.dsn, autocommit=True) as connection:
        lines = _lines(connection)

        def over() -> bool:
            watch()
            return not is_due(connection, NOW)

        make_due(stage.dsn, NOW, ids)
        began = time.perf_counter()
        seconds = until(over, f"the look at {len(ids):,} accounts") - began
        if _lines(connection) - lines != len(ids):
            raise RuntimeError(f"the ledger has {_lines(connection) - lines:,} new decisions to wait, not {len(ids):,}")
        return seconds


def _lines(connection: psycopg.Connection[Any]) -> int:
    row = connection.execute("SELECT count(*) FROM decision WHERE kind = 'wait'").fetchone()
    return int(row[0]) if row else 0
