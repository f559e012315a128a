"""What one tick and the look at what it found cost, in one process with the real database and broker.

`python -m tests.benchmarks.probe_ticks DSN ACCOUNTS DUE TICKS` prints a JSON list of lists of milliseconds: a tick with
nothing due, a tick with DUE accounts due, and the look at them. Every tick finds other accounts, spread over all.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator

from tests.benchmarks.book import make_due
from tests.benchmarks.stage import NOW
from workers.advance import advance_accounts
from workers.boot import app
from workers.broker import broker
from workers.clocks import machine_time, steady_time
from workers.fuse import Pace
from workers.tick import tick


def main(dsn: str, accounts: int, due: int, ticks: int) -> None:
    """Measure one round more than asked for: the first one reads the program."""
    rounds = [list(_round(dsn, ids)) for ids in due_ranges(accounts, due, ticks)]
    sys.stdout.write(json.dumps(rounds[1:]))


def due_ranges(accounts: int, due: int, ticks: int) -> list[range]:
    """Answer which accounts each tick finds, the first being a rehearsal."""
    step = accounts // due
    return [range(1 + number, accounts + 1, step)[:due] for number in range(ticks + 1)]


def _round(dsn: str, ids: range) -> Iterator[float]:
    pace = Pace(machine_time(), steady_time())
    yield _milliseconds(lambda: tick(app(), pace))
    make_due(dsn, NOW, ids)
    yield _milliseconds(lambda: tick(app(), pace))
    broker.flush("advance")
    size = app().settings.batch
    yield _milliseconds(
        lambda: [advance_accounts(app(), ids[start : start + size]) for start in range(0, len(ids), size)]
    )


def _milliseconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
