"""(d) The memory of the workers over a whole book."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.benchmarks.figure import Aim, Figure, Section
from tests.benchmarks.lap import lap
from tests.benchmarks.plan import Plan
from tests.benchmarks.stage import NOW, Stage

MOST = 150.0  # MB
GROWTH = 5.0  # MB: what counts as flat
PAUSE = 0.25  # seconds between two samples

METHOD = """\
The resident memory of every worker process (so the runs are processes) while each account of the book is looked at
once: when a tenth of them are dealt with, and at the end."""


@dataclass(slots=True)
class Samples:
    """What the worker processes took, and how many accounts were due then."""

    stage: Stage
    processes: int
    taken: list[tuple[int, tuple[float, ...]]] = field(default_factory=list)
    last: float = 0.0

    def take(self, worker: int) -> None:
        """Look at the children of the process `worker`, unless it was done a moment ago."""
        if time.monotonic() - self.last < PAUSE:
            return
        self.last = time.monotonic()
        with psycopg.connect(self.stage.dsn) as connection:
            row = connection.execute("SELECT count(*) FROM account WHERE wake_at <= %s", (NOW,)).fetchone()
        sizes = sorted((_megabytes(child) for child in _children(worker)), reverse=True)[: self.processes]
        self.taken.append((row[0] if row else 0, tuple(sizes)))

    def when_left(self, accounts: float) -> tuple[float, ...]:
        """Answer the first sample, after all were due, when no more than that many still were."""
        most = max(range(len(self.taken)), key=lambda index: self.taken[index][0])
        return next((sizes for left, sizes in self.taken[most:] if left <= accounts), self.taken[-1][1])


def measure_memory(stage: Stage, plan: Plan) -> Section:
    """Answer how much memory the workers take, early and late."""
    section, samples = Section("(d) Memory of the workers", METHOD), Samples(stage, plan.processes)
    if not Path("/proc/self/statm").exists():
        section.remarks.append("Not measured: this system has no /proc.")
        return section
    lap(stage, plan, range(1, plan.accounts + 1), samples.take)
    early, late = samples.when_left(plan.accounts * 0.9), samples.taken[-1][1]
    names = (f"after {plan.accounts // 10:,} accounts", f"after {plan.accounts:,} accounts")
    section.figures = [Figure(name, "MB", sizes) for name, sizes in zip(names, (early, late), strict=True)]
    growth = max(late) - max(early)
    section.aims.append(Aim("(d) memory of a worker", f"≤ {MOST:.0f} MB", f"{max(late):.0f} MB", max(late) <= MOST))
    section.aims.append(Aim("(d) its growth", f"≤ {GROWTH:.0f} MB", f"{growth:+.1f} MB", growth <= GROWTH))
    return section


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = int(stat.parent.name), stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        if int(rest[1]) == parent:
            found.append(pid)
    return found


def _megabytes(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
