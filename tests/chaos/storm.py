"""SIGKILL of random workers and clocks, again and again, while five daily mails go to everybody."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from tests.chaos.beside import beside
from tests.chaos.book import expected, people, sign_up
from tests.chaos.course import Course
from tests.chaos.fault import Fault, Outcome, verdict
from tests.chaos.oracle import find, judge
from tests.chaos.passage import Passage
from tests.chaos.program import LATE, daily
from tests.chaos.stage import MONDAY, Stage, kept, stage
from tests.chaos.tidings import tidings

DAYS = 5
PEOPLE, KILLS = 10_000, 500
PAUSES = (0.2, 3.0)
CREW = (("worker", "worker one"), ("worker", "worker two"), ("clock", "clock one"), ("clock", "clock two"))


def storm(course: Course) -> Outcome:
    """Let everybody have five mails while the crew is killed; the more kills, the longer it lasts."""
    book, wanted = people(course.size(PEOPLE, 40), MONDAY), course.size(KILLS, 10)
    with stage(course, daily(DAYS, late=LATE)) as found:
        sign_up(found.engine, MONDAY, book)
        passage = Passage(found, MONDAY, course.patience)
        with tidings(found), kept(found):
            man(found)
            with killing(found, course.chance, pauses_of(course)) as deaths:
                passage.live_until(MONDAY + timedelta(days=DAYS + 1))
                while deaths.total() < wanted and not passage.stuck:  # who is idle must survive a kill as well
                    threading.Event().wait(0.05)
            passage.live_until(MONDAY + timedelta(days=DAYS + 1))
        tally = judge(expected(book, DAYS), find(found))
    faults = verdict(tally, stuck=passage.stuck, resolved=True)
    return Outcome(tally, {f"kills of {name}": number for name, number in sorted(deaths.items())}, faults)


def man(found: Stage) -> None:
    """Let the crew of four begin."""
    for role, name in CREW:
        found.join(role, name)


def pauses_of(course: Course) -> tuple[float, float]:
    """Answer between which pauses a kill follows a kill: a short run has to be denser."""
    return PAUSES if course.scale >= 0.2 else (0.2, 0.8)


@contextmanager
def killing(found: Stage, chance: random.Random, pauses: tuple[float, float]) -> Iterator[Counter[str]]:
    """Kill a member of the crew at random again and again for as long as the block lasts; answer how often whom."""
    deaths: Counter[str] = Counter()

    def rage(over: threading.Event) -> None:
        took = 0.0
        while not over.wait(chance.uniform(*pauses) + 3 * took):  # on a busy machine, work needs longer in between
            name = chance.choice(sorted(found.crew))
            began, births = time.monotonic(), found.births[name]
            if found.kill(name):
                deaths[found.crew[name]] += 1
                while found.births[name] == births and not over.wait(0.01):
                    pass
                took = time.monotonic() - began

    with beside(rage):
        yield deaths


FAULT = Fault("storm", storm)
