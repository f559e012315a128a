"""Three clocks whose machines disagree, one of them stopped and resumed; and machines that jump by 90 days."""

import os
import signal
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from models.database import begin, look
from models.doors import FUSE, open_door
from models.tables import CLOSURE
from tests.chaos.book import Person, expected, people, sign_up
from tests.chaos.course import Course
from tests.chaos.fault import Fault, Outcome, verdict
from tests.chaos.oracle import find, judge
from tests.chaos.passage import Passage
from tests.chaos.program import daily
from tests.chaos.rebinding import rebind
from tests.chaos.stage import MONDAY, Stage, kept, stage
from tests.chaos.waiting import wait_for
from tests.provider import accepted_keys
from workers.clocks import machine_time

DAYS = 3
PEOPLE = 10_000
SKEWS = (0.0, 45.0, -45.0)  # seconds: what the fuse lets pass
FAR = 300.0  # seconds: beyond what it lets pass
JUMP = 90 * 86_400.0
JUMPED = "jumped"  # a file under the stage's home: since when the machines' clocks stand 90 days ahead


def clocks(course: Course) -> Outcome:
    """Live with skewed clocks, then with one that is far off, then jump by 90 days; what is sent meanwhile counts."""
    book = people(course.size(PEOPLE, 40), MONDAY)
    late = people(course.size(PEOPLE, 40) // 2, MONDAY, "late")
    with stage(course, daily(DAYS)) as found:
        found.plan = lambda name: {"CHAOS_PATCHES": ",".join((*course.patches, f"skew:{skews.get(name, 0.0)}"))}
        skews = {f"clock {place}": skew for place, skew in enumerate(SKEWS)}
        sign_up(found.engine, MONDAY, book)
        passage = Passage(found, MONDAY, course.patience)
        with kept(found):
            for name in ("worker one", "worker two"):
                found.join("worker", name)
            for name in skews:
                found.join("clock", name)
            found.nursery.signal("clock 1", signal.SIGSTOP)
            passage.live_until(MONDAY + timedelta(days=1))
            found.nursery.signal("clock 1", signal.SIGCONT)
            passage.live_until(MONDAY + timedelta(days=DAYS + 1))
            skewed = judge(expected(book, DAYS), find(found))
            far = _far_off(found, skews) if course.engine == "postgresql" else ""
            sent, alarm = _jump(found, late, passage)
        tally = judge(expected(book, DAYS), find(found))
    more = {
        f"{skewed.wrong + skewed.unresolved} wrong with skewed clocks": not skewed.wrong + skewed.unresolved,
        "a clock five minutes off did not stop the program": course.engine != "postgresql" or bool(far),
        f"{sent} sent after the jump": not sent,
        "no alarm after the jump": bool(alarm),
    }
    faults = verdict(tally, stuck=passage.stuck, resolved=True, more=more)
    return Outcome(tally, {"clocks": len(SKEWS), "sent after the jump": sent}, faults)


def _far_off(found: Stage, skews: dict[str, float]) -> str:
    """Let a clock be five minutes off, which the database's own time shows; answer why all is stopped then."""
    skews["clock 2"] = FAR
    found.kill("clock 2")
    with suppress(TimeoutError):
        wait_for(lambda: bool(_blown(found)), "the alarm about a clock that is far off")
    because = _blown(found)
    skews["clock 2"] = 0.0
    found.kill("clock 2")
    wait_for(lambda: found.births["clock 2"] >= 3, "another clock")
    with begin(found.engine) as connection:
        open_door(connection, FUSE, machine_time())
    return because


def _jump(found: Stage, late: list[Person], passage: Passage) -> tuple[int, str]:
    """Let all machines jump by 90 days with people due; answer how many mails left then, and the alarm."""
    before = len(accepted_keys(found.ledger))
    (found.home / JUMPED).touch()
    with suppress(TimeoutError):  # what comes of that is counted all the same
        wait_for(lambda: bool(_blown(found)), "the alarm about the jump", min(passage.patience, 30))
    sign_up(found.engine, passage.now, late)
    time.sleep(1.0)  # for all that, nothing may happen
    return len(accepted_keys(found.ledger)) - before, _blown(found)


def _blown(found: Stage) -> str:
    """Answer why the fuse has blown, if it has."""
    with look(found.engine) as connection:
        return connection.execute(select(CLOSURE.c.because).where(CLOSURE.c.name == FUSE)).scalar() or ""


def skew(told: str) -> None:
    """Let this process's machine be so many seconds ahead, and jump once a file says so."""
    from workers import clocks as product

    true, ahead, jumped = product.machine_time, timedelta(seconds=float(told)), Path(os.environ["CHAOS_HOME"]) / JUMPED

    def skewed() -> datetime:
        return true() + ahead + (timedelta(seconds=JUMP) if jumped.exists() else timedelta())

    rebind(true, skewed)


FAULT = Fault("clocks", clocks)
