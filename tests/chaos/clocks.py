"""Three clocks of which two are five minutes off, the right one stopped and resumed; and machines that jump by 90 days.

On PostgreSQL every process plays a machine of its own, whose clock may differ from the database's. With SQLite all are
on one machine: there nobody can be apart, one of the clocks is stopped and resumed, and what jumps is the machine.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from models.database import begin, look
from models.doors import FUSE
from models.tables import ALARM, CLOSURE
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
from workers.agreement import HOST
from workers.stopping import resume_everything

DAYS = 3
PEOPLE = 10_000
FAR = 300.0  # seconds
SKEWS = {  # of the machine on which each of the crew is, in seconds
    "clock 0": 0.0, "clock 1": FAR, "clock 2": -FAR,
    "worker 0": 0.0, "worker 1": 45.0, "worker 2": -45.0, "worker 3": FAR, "worker 4": -FAR,
}  # fmt: skip
AS_SHIPPED = {"TENURE_LEASE_SECONDS": "120", "TENURE_DEADLINE_SECONDS": "20"}  # it is these that skews must not break
STOPPED = 1.5  # seconds for which the right clock stands still, again and again
JUMP = timedelta(days=90)
# Files under the stage's home: by how many seconds machines jumped, the database's with them or not; all are set right.
JUMPED, ALIKE, RIGHT = "jumped", "jumped-alike", "right"


def clocks(course: Course) -> Outcome:
    """Live with machines that are off, set them right, then jump by 90 days; what is sent meanwhile counts."""
    postgresql = course.engine == "postgresql"
    book = people(course.size(PEOPLE, 40), MONDAY)
    late = people(course.size(PEOPLE, 40) // 2, MONDAY, "late")
    off = {name for name, skew in SKEWS.items() if abs(skew) == FAR} if postgresql else set()
    with stage(course, daily(DAYS)) as found:
        found.given = {**found.given, **AS_SHIPPED}
        found.plan = lambda name: {
            "CHAOS_PATCHES": ",".join((*course.patches, f"skew:{SKEWS[name] if postgresql else 0}@{name}"))
        }
        sign_up(found.engine, MONDAY, book)
        passage = Passage(found, MONDAY, course.patience)
        with kept(found):
            for name in SKEWS:
                found.join(name.partition(" ")[0], name)
            _wait(lambda: named(found) == off, "the alarms about machines that are off")
            with stopping(found, "clock 0") as stops:
                passage.live_until(MONDAY + timedelta(days=1))
            more = {f"not named: {off - named(found)}; wrongly: {named(found) - off}": named(found) == off}
            (found.home / RIGHT).touch()
            _wait(lambda: not named(found), "the end of those alarms")
            more |= {
                "a machine that is right again is still named": not named(found),
                "somebody was named twice": alarms(found) == len(off),
                "one wrong machine stopped the program": not blown(found),
            }
            passage.live_until(MONDAY + timedelta(days=DAYS - 1))
            more |= dict(_jump(found, JUMPED, HOST if postgresql else FUSE, late[::2], passage))
            passage.live_until(passage.now)  # those who were due then have their mails
            if postgresql:
                more |= dict(_jump(found, ALIKE, FUSE, late[1::2], passage))
            passage.live_until(MONDAY + timedelta(days=2 * DAYS + 1))
            more |= {"one resume was not enough": not blown(found)}
        told = late if postgresql else late[::2]
        tally = judge(expected(book + told, DAYS), find(found))
    faults = verdict(tally, stuck=passage.stuck, resolved=True, more=more)
    return Outcome(tally, {"machines": len(SKEWS), "five minutes off": len(off), "stops": len(stops)}, faults)


@contextmanager
def stopping(found: Stage, name: str) -> Iterator[list[str]]:
    """Stop one of the crew for a while again and again, and resume it; answer how often."""
    over, stops = threading.Event(), list[str]()

    def stop() -> None:
        while not stops or not over.wait(STOPPED):
            found.nursery.signal(name, signal.SIGSTOP)
            time.sleep(STOPPED)
            found.nursery.signal(name, signal.SIGCONT)
            stops.append(name)

    thread = threading.Thread(target=stop)
    thread.start()
    try:
        yield stops
    finally:
        over.set()
        thread.join()


def _jump(found: Stage, how: str, kind: str, due: list[Person], passage: Passage) -> Iterator[tuple[str, bool]]:
    """Let all machines jump with people due, and set them right again; answer what must be so, and whether it is."""
    before = len(accepted_keys(found.ledger))
    (found.home / how).touch()
    everybody = set(found.crew)

    def alarmed() -> bool:
        return bool(blown(found)) if kind == FUSE else named(found) == everybody

    _wait(alarmed, "the alarm about the jump", min(passage.patience, 30))
    yield f"no alarm ({kind}) when {how}", alarmed()
    sign_up(found.engine, passage.now, due)
    time.sleep(1.0)  # for all that, nothing may happen
    sent = len(accepted_keys(found.ledger)) - before
    yield f"{sent} sent when {how}", not sent
    (found.home / how).unlink()
    if kind == FUSE:
        time.sleep(1.0)  # a person is slower than a tick
        with begin(found.engine) as connection:
            resume_everything(connection, passage.now)
    else:
        _wait(lambda: not named(found), "the end of those alarms")
        yield (
            "a machine that came back is still named, or its return was taken for a jump",
            not (named(found) or blown(found)),
        )


def named(found: Stage) -> set[str]:
    """Answer the machines about which an alarm is open."""
    with look(found.engine) as connection:
        mine = ALARM.c.kind == HOST, ALARM.c.cleared_at.is_(None)
        return set(connection.execute(select(ALARM.c.subject).where(*mine)).scalars())


def alarms(found: Stage) -> int:
    """Answer how many alarms about machines there ever were."""
    with look(found.engine) as connection:
        return len(connection.execute(select(ALARM.c.id).where(ALARM.c.kind == HOST)).all())


def blown(found: Stage) -> str:
    """Answer why the fuse has blown, if it has."""
    with look(found.engine) as connection:
        return connection.execute(select(CLOSURE.c.because).where(CLOSURE.c.name == FUSE)).scalar() or ""


def _wait(condition: Callable[[], bool], what: str, seconds: float = 30.0) -> None:
    """Wait; what does not come is counted all the same."""
    with suppress(TimeoutError):
        wait_for(condition, what, seconds)


def skew(told: str) -> None:
    """Let this process be on a machine of that name (SECONDS@NAME) that is so far ahead, and do as the files say."""
    from workers import agreement
    from workers import clocks as product

    seconds, _, name = told.partition("@")
    home, true, ahead = Path(os.environ["CHAOS_HOME"]), product.machine_time, timedelta(seconds=float(seconds))

    def skewed() -> datetime:
        off = timedelta() if (home / RIGHT).exists() else ahead
        return true() + off + (JUMP if (home / JUMPED).exists() or (home / ALIKE).exists() else timedelta())

    ask = agreement.database_time

    def asked(connection: Connection, machine: datetime) -> datetime:
        alike = (home / ALIKE).exists() and connection.dialect.name == "postgresql"
        return ask(connection, machine) + (JUMP if alike else timedelta())

    rebind(true, skewed)
    rebind(ask, asked)
    rebind(agreement.host, lambda: name)


FAULT = Fault("clocks", clocks)
