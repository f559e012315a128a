"""The customers' time jumps by 90 days with mails due: a person sets it right and resumes, or says that it is right."""

import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from sqlalchemy import Connection, select

from models.database import begin, look
from models.tables import HEARTBEAT
from tests.chaos.book import expected, people, sign_up
from tests.chaos.clocks import JUMP, blown
from tests.chaos.course import Course
from tests.chaos.fault import Fault, Outcome, verdict
from tests.chaos.oracle import find, judge
from tests.chaos.passage import Passage
from tests.chaos.program import daily
from tests.chaos.rebinding import rebind
from tests.chaos.stage import CALM, MONDAY, Stage, kept, stage
from tests.chaos.storm import man
from tests.chaos.waiting import wait_for
from tests.chaos.week_away import GAP, LATE, by_person, sayings, too_late
from tests.provider import accepted_keys
from workers.stopping import resume_everything

DAYS = 6
AFTER = 3  # steps are said when time jumps for good
PEOPLE = 5_000


def leap(course: Course) -> Outcome:
    """Let time jump and be set right, and later jump once more and stay so; what is said late or twice counts."""
    book = people(course.size(PEOPLE, 40), MONDAY)
    program = daily(DAYS, kind="onboarding", late=LATE.days, gap=int(GAP.total_seconds() // 3600))
    with stage(course.with_patches("no-lapse"), program) as found:
        found.given = {**found.given, **CALM}
        sign_up(found.engine, MONDAY, book)
        passage = Passage(found, MONDAY, course.patience)
        with kept(found):
            man(found)
            passage.live_until(MONDAY + timedelta(hours=1))
            more = dict(_jump(found, passage))
            resume(found, passage)
            passage.live_until(MONDAY + timedelta(days=AFTER - 1))
            more |= dict(_jump(found, passage))
            passage.now += JUMP
            resume(found, passage)
            passage.live_until(passage.now + timedelta(days=DAYS))
        findings, said = find(found), sayings(found)
    close = sum(b - a < GAP for moments in by_person(book, said).values() for a, b in pairwise(moments))
    late = sum(len([*too_late(person, said)]) for person in book)
    more |= {f"{close} within the gap": not close, f"{late} beyond their lateness": not late}
    tally = judge(expected(book, AFTER), findings)
    return Outcome(
        tally, {"jumps": 2, "people due": len(book)}, verdict(tally, stuck=passage.stuck, resolved=True, more=more)
    )


def _jump(found: Stage, passage: Passage) -> Iterator[tuple[str, bool]]:
    """Move the customers' time; answer what must be so then, and whether it is."""
    before = len(accepted_keys(found.ledger))
    found.move(passage.now + JUMP)
    try:
        wait_for(lambda: bool(blown(found)), "the alarm about the jump")
    except TimeoutError:
        yield "no alarm when the customers' time jumped", False
    time.sleep(1.0)  # for all that, nothing may happen
    sent = len(accepted_keys(found.ledger)) - before
    yield f"{sent} sent when the customers' time jumped", not sent


def resume(found: Stage, passage: Passage) -> None:
    """Do as a person does: see that the time is right, that a clock goes by it, and resume."""
    found.move(passage.now)
    wait_for(lambda: _is_known(found, passage), "a clock that goes by that time")
    with begin(found.engine) as connection:
        resume_everything(connection, passage.now)


def _is_known(found: Stage, passage: Passage) -> bool:
    with look(found.engine) as connection:
        return connection.execute(select(HEARTBEAT.c.at).where(HEARTBEAT.c.name == "clock")).scalar() == passage.now


def take_for_real(_told: str) -> None:
    """Let this process hold the virtual clock for a real one: what jumps is no time-lapse."""
    from models.doors import shut_doors
    from workers import backlog, fuse

    trouble = fuse.trouble

    def and_surprise(connection: Connection, now, clocks, by) -> str:  # type: ignore[no-untyped-def]
        since = backlog.interruption(connection, now, shut_doors(connection, clocks.database))
        return trouble(connection, now, clocks, by) or backlog.surprise(connection, now, since)

    rebind(trouble, and_surprise)


FAULT = Fault("leap", leap)
