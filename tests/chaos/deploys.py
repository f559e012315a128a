"""Deploys in the middle of a batch: SIGTERM, a short grace, and SIGKILL for whoever is still there."""

import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random

from sqlalchemy import select

from models.database import look
from models.tables import TOUCHPOINT
from tests.chaos.beside import beside
from tests.chaos.book import expected, people, sign_up
from tests.chaos.course import Course
from tests.chaos.fault import Fault, Outcome, verdict
from tests.chaos.oracle import find, judge
from tests.chaos.passage import Passage
from tests.chaos.program import daily
from tests.chaos.stage import MONDAY, Stage, kept, stage
from tests.chaos.storm import man

DAYS = 1
PEOPLE, DEPLOYS = 6_000, 100
SLOWLY = {"answer": "slow", "seconds": 0.4}
GRACE = 2.5  # seconds: enough for the mail in hand, not for the batch
LEASE = {"TENURE_LEASE_SECONDS": "12", "TENURE_DEADLINE_SECONDS": "2", "CHAOS_GRACE_MS": "20000"}


def deploys(course: Course) -> Outcome:
    """Stop workers as a deploy does, again and again: nothing may be in doubt afterwards, nobody has to be killed."""
    book, wanted = people(course.size(PEOPLE, 60), MONDAY), course.size(DEPLOYS, 3)
    with stage(course, daily(DAYS)) as found:
        found.given = {**found.given, **LEASE}
        found.provider.play(SLOWLY)
        sign_up(found.engine, MONDAY, book)
        passage = Passage(found, MONDAY, max(course.patience, 30))
        with kept(found):
            man(found)
            with deploying(found, course.chance, wanted) as done:
                passage.live_until(MONDAY + timedelta(days=DAYS + 1))
            passage.live_until(passage.now + timedelta(days=1))
        tally = judge(expected(book, DAYS), find(found))
    more = {f"{done['killed after the grace']} did not stop in time": not done["killed after the grace"]}
    return Outcome(tally, dict(done), verdict(tally, stuck=passage.stuck, resolved=True, more=more))


def is_sending(found: Stage) -> bool:
    """Answer whether a mail is just being sent."""
    with look(found.engine) as connection:
        return connection.execute(select(TOUCHPOINT.c.id).where(TOUCHPOINT.c.state == "sending")).first() is not None


@contextmanager
def deploying(found: Stage, chance: Random, wanted: int) -> Iterator[Counter[str]]:
    """Stop a worker, give it a grace, kill it; at most `wanted` times. Answer how often each happened."""
    done: Counter[str] = Counter()

    def deploy(over: threading.Event) -> None:
        while done["stopped"] < wanted and not over.wait(chance.uniform(0.2, 0.5)):
            if not is_sending(found):  # the middle of a batch is what this is about
                continue
            name = chance.choice([name for name, role in found.crew.items() if role == "worker"])
            born, end = found.births[name], time.monotonic() + GRACE
            if not found.nursery.signal(name, signal.SIGTERM):
                continue
            done["stopped"] += 1
            while found.births[name] == born and time.monotonic() < end:
                time.sleep(0.02)
            if found.births[name] == born and found.kill(name):
                done["killed after the grace"] += 1

    with beside(deploy):
        yield done


FAULT = Fault("deploys", deploys)
