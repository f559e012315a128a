"""Workers that stand still in the middle of a send until their leases are over, and then go on."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random

from tests.chaos.beside import beside
from tests.chaos.book import expected, people, sign_up
from tests.chaos.course import Course
from tests.chaos.fault import Fault, Outcome, verdict
from tests.chaos.oracle import find, judge
from tests.chaos.passage import Passage
from tests.chaos.program import LATE, daily
from tests.chaos.stage import MONDAY, PACE, Stage, kept, stage
from tests.chaos.tidings import tidings

DAYS = 3
PEOPLE, FREEZES = 4_000, 200
SLOWLY = {"answer": "slow", "seconds": 0.1}  # a batch takes longer than a lease, so that others take over
MORE_SLOWLY = SLOWLY | {"seconds": 0.3}  # of few freezes more must fall into the middle of what others took over
WORKERS = ("worker one", "worker two", "worker three")


def freezing(course: Course) -> Outcome:
    """Freeze one worker after the other for longer than its leases, while the others go on."""
    book, wanted = people(course.size(PEOPLE, 90), MONDAY), course.size(FREEZES, 5)
    with stage(course, daily(DAYS, late=LATE)) as found:
        found.provider.play(SLOWLY if course.scale >= 0.2 else MORE_SLOWLY)
        sign_up(found.engine, MONDAY, book)
        passage = Passage(found, MONDAY, course.patience)
        with tidings(found), kept(found):
            for name in WORKERS:
                found.join("worker", name)
            found.join("clock", "clock one")
            with thawing(found, course.chance, wanted) as frozen:
                passage.live_until(MONDAY + timedelta(days=DAYS + 1))
                group = 0
                while (
                    len(frozen) < wanted and not passage.stuck
                ):  # there has to be something to freeze in the middle of
                    group += 1
                    more = people(max(60, len(book) // 20), passage.now, f"more{group}x")
                    book += more
                    sign_up(found.engine, passage.now, more)
                    passage.live_until(passage.now + timedelta(days=DAYS + 1))
            passage.live_until(passage.now + timedelta(days=1))
        tally = judge(expected(book, DAYS), find(found))
    faults = verdict(tally, stuck=passage.stuck, resolved=True)
    return Outcome(tally, {"freezes past the lease": len(frozen)}, faults)


@contextmanager
def thawing(found: Stage, chance: Random, wanted: int) -> Iterator[list[str]]:
    """Stop a random worker for about a lease and a half, as often as wanted; answer whom."""
    frozen: list[str] = []
    lease = float(found.given.get("TENURE_LEASE_SECONDS", PACE["TENURE_LEASE_SECONDS"]))

    def freeze(over: threading.Event) -> None:
        while len(frozen) < wanted and not over.wait(chance.uniform(0.05, 0.4)):
            name = chance.choice(WORKERS)
            if found.nursery.signal(name, signal.SIGSTOP):
                time.sleep(lease * chance.uniform(1.05, 1.5))
                found.nursery.signal(name, signal.SIGCONT)
                frozen.append(name)

    with beside(freeze):
        yield frozen


FAULT = Fault("freezing", freezing)
