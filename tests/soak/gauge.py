"""Reads off what every process of a tree has, again and again."""

import os
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.chaos.beside import beside
from tests.soak.flatness import Course, Sample

PROC = Path("/proc")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Gauge:
    """Takes a sample of each process and all its descendants every so many seconds. `roots` are their ids by name."""

    def __init__(self, roots: Mapping[str, int], every: float) -> None:
        self.roots, self.every = roots, every
        self.taken: dict[str, list[Sample]] = defaultdict(list)
        self.began = time.monotonic()

    def courses(self) -> list[Course]:
        """Answer every process that lived to the end, and was there for nearly all of the time."""
        most = max((len(samples) for samples in self.taken.values()), default=0)
        return [Course(name, samples) for name, samples in sorted(self.taken.items()) if len(samples) > 0.9 * most > 5]

    def short_lived(self) -> int:
        """Answer how many processes came and went: none should."""
        return len(self.taken) - len(self.courses())

    def take(self) -> None:
        """Take one sample of everybody."""
        at = time.monotonic() - self.began
        for name, root in self.roots.items():
            for place, pid in enumerate(family(root)):
                sample = read(pid, at)
                if sample is not None:
                    self.taken[f"{name}{f' {place}' if place else ''}"].append(sample)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Take samples for as long as the block lasts."""

        def go_on(over: threading.Event) -> None:
            while not over.wait(self.every):
                self.take()

        with beside(go_on):
            yield


def family(root: int) -> list[int]:
    """Answer a process and its descendants, the oldest first in each generation."""
    children = defaultdict(list)
    for stat in PROC.glob("[0-9]*/stat"):
        try:
            pid, rest = int(stat.parent.name), stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        children[int(rest[1])].append(pid)
    found = [root]
    for pid in found:
        found += sorted(children[pid])
    return found


def read(pid: int, at: float) -> Sample | None:
    """Answer what a process has now; None: it is gone."""
    try:
        pages = int((PROC / str(pid) / "statm").read_text().split()[1])
        files = sum(1 for _ in (PROC / str(pid) / "fd").iterdir())
    except OSError:
        return None
    return Sample(at, pages * PAGE / 1e6, files)
