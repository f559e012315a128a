"""Death before and after every durable boundary: whoever is born has a point to die at, and the next one another."""

import random
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from tests.chaos.book import expected, people, sign_up
from tests.chaos.course import Course
from tests.chaos.crash_points import DEATHS, POINTS
from tests.chaos.fault import Fault, Outcome, verdict
from tests.chaos.oracle import find, judge
from tests.chaos.passage import Passage
from tests.chaos.program import LATE, daily
from tests.chaos.stage import MONDAY, Stage, kept, stage
from tests.chaos.storm import man
from tests.chaos.tidings import DOOR, tidings

WHOLE = 0.01  # the scale from which every point must have had its deaths; below, it is only told how many had
SEEDS = 50  # deaths at each point, each at a passage that the seed decides
PEOPLE_AT_A_TIME = 150
DAYS = 5
OFTEN = "mail: "  # what is passed once for each mail
FARTHEST = {True: 12, False: 2}  # passages of a point until its death
IDLE = (0.8, 20.0)  # seconds after which who did not come to their point gets another one; more on a busy machine


@dataclass
class Fates:
    """Where whoever is born next is to die: the point of their role that has seen the fewest deaths."""

    chance: random.Random
    points: tuple[str, ...]
    patches: tuple[str, ...]
    seeds: int
    given: Counter[str] = field(default_factory=Counter)
    over: bool = False

    def of(self, role: str, done: Counter[str]) -> str:
        """Answer the patch for a birth; none when every point of the role has had its deaths."""
        mine = [point for point in self.points if POINTS[point] == role and done[point] < self.seeds]
        if self.over or not mine:
            return ""
        fewest = min(self.given[point] for point in mine)
        point = self.chance.choice([point for point in mine if self.given[point] == fewest])
        missed = self.given[point] - done[point]  # times somebody did not come as far, or is still on the way
        self.given[point] += 1
        return f"die:{point};{self.chance.randint(1, max(1, FARTHEST[point.startswith(OFTEN)] // (1 + missed)))}"


def deaths(course: Course) -> Outcome:
    """Let one group of people after the other have their mails until every point has seen its deaths."""
    seeds = course.size(SEEDS, 1)
    fates = Fates(course.chance, tuple(POINTS), course.patches, seeds)
    book = []
    with stage(course, daily(DAYS, late=LATE)) as found:

        def plan(name: str) -> Mapping[str, str]:
            fate = fates.of(found.crew[name], died(found))
            return {"CHAOS_PATCHES": ",".join(filter(None, (*fates.patches, fate)))}

        found.plan = plan
        passage = Passage(found, MONDAY, 3 * course.patience)  # who dies all the time is slow
        with tidings(found), kept(found), hurrying(found):
            groups = 0
            while not passage.stuck and (groups == 0 or min(died(found)[point] for point in POINTS) < seeds):
                if groups >= (12 + 2 * seeds if course.scale >= WHOLE else 2):
                    break
                group = people(course.size(PEOPLE_AT_A_TIME, 12), passage.now, f"g{groups}x")
                book += group
                sign_up(found.engine, passage.now, group)
                if not groups:
                    man(found)
                groups += 1
                passage.live_until(passage.now + timedelta(days=DAYS + 1))
                course.say(
                    f"  group {groups}: fewest deaths at a point {min(died(found)[p] for p in POINTS)} of {seeds}"
                )
            fates.over = True
            passage.live_until(passage.now + timedelta(days=1))
        done = died(found)
        tally = judge(expected(book, DAYS), find(found))
    unmet = [point for point in POINTS if done[point] < seeds]
    faults = verdict(tally, stuck=passage.stuck, resolved=True)
    if unmet and course.scale >= WHOLE:
        faults += (f"fewer than {seeds} deaths at: {', '.join(unmet)}",)
    covered = {
        "points": len(POINTS),
        "points reached": sum(1 for point in POINTS if done[point]),
        "deaths": done.total(),
    }
    return Outcome(tally, covered | {f"at {point}": done[point] for point in POINTS}, faults)


def died(found: Stage) -> Counter[str]:
    """Answer how many have died at each point so far."""
    file = found.home / DEATHS
    return Counter(file.read_text().splitlines()) if file.exists() else Counter()


class hurrying:  # noqa: N801  (it reads as a verb)
    """Kill, for as long as the block lasts, whoever has lived for long: they do not come to their point.

    How long that is, is learned for each role: who is killed might have needed more time, who dies had enough.
    """

    def __init__(self, found: Stage) -> None:
        self.found, self.over = found, threading.Event()
        self.thread = threading.Thread(target=self._hurry)
        self.limits = dict.fromkeys(set(POINTS.values()), IDLE[0])
        self.born: dict[str, tuple[int, float]] = {}  # by name: how often, and when the last time

    def _hurry(self) -> None:
        while not self.over.wait(0.1):
            for name, role in list(self.found.crew.items()):
                if name != DOOR:  # events come all the time
                    self._look_at(name, role, time.monotonic())

    def _look_at(self, name: str, role: str, now: float) -> None:
        births = self.found.births[name]
        before, since = self.born.setdefault(name, (births, now))
        if births != before:
            self.born[name] = births, now
            self.limits[role] = max(IDLE[0], self.limits[role] * 0.9)
        elif now - since > self.limits[role] and self.found.kill(name):
            self.born[name] = births + 1, now  # they are born again, and that is no death
            self.limits[role] = min(IDLE[1], self.limits[role] * 1.5)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()


FAULT = Fault("deaths", deaths)
