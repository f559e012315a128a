"""People who unsubscribe at the very moment at which a mail to them is about to leave."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select

from models.consent import unsubscribe
from models.database import begin, look
from models.tables import ATTEMPT, CONTACT, DECISION, TOUCHPOINT
from tests.chaos.book import Person, expected, people
from tests.chaos.course import Course
from tests.chaos.fault import Fault, Outcome, verdict
from tests.chaos.leisure import at_leisure
from tests.chaos.oracle import find, judge
from tests.chaos.program import daily, steps_of
from tests.chaos.stage import MONDAY, Stage, kept
from tests.chaos.storm import man
from workers.agreement import database_time
from workers.clocks import machine_time

DAYS = 3
RACES = 5_000
SLOWLY = 0.03  # seconds that a mail takes the provider


def unsubscribing(course: Course) -> Outcome:
    """Let half of the people unsubscribe while the first mails go out, and compare with the tries that were begun."""
    book = people(2 * course.size(RACES, 60), MONDAY)
    leaving, staying = book[::2], book[1::2]
    with at_leisure(course, daily(DAYS, kind="onboarding"), book, SLOWLY) as passage:
        found = passage.stage
        with kept(found):
            man(found)
            with leaving_one_by_one(found, leaving, course.chance) as gone:
                passage.live_until(MONDAY + timedelta(hours=1))
            passage.live_until(MONDAY + timedelta(days=DAYS + 1))
        findings = find(found)
        began, late = tries(found), at_the_last_moment(found)
    after = {
        key
        for person, moment in gone.items()
        for key in (person.key(step) for step in steps_of(DAYS))
        if key in findings.accepted and (key not in began or began[key] > moment)
    }
    before = {key for person in leaving for key in (person.key(s) for s in steps_of(DAYS)) if key in findings.accepted}
    tally = judge(expected(staying, DAYS) | before, findings)
    more = {
        f"{len(after)} sent although the unsubscribe stood before": not after,
        "nobody was stopped at the last moment: it was no race": bool(late) or course.scale < 0.05,
        "not everybody unsubscribed": len(gone) == len(leaving),
    }
    faults = verdict(tally, stuck=passage.stuck, resolved=True, more=more)
    injected = {
        "races": len(gone),
        "sent before": len(before),
        "stopped in transaction A": late,
        "sent after": len(after),
    }
    return Outcome(tally, injected, faults)


@contextmanager
def leaving_one_by_one(found: Stage, who: list[Person], chance: Random) -> Iterator[dict[Person, datetime]]:
    """Unsubscribe them in the order in which mails leave; answer when that stood, by the database's time."""
    gone: dict[Person, datetime] = {}
    with look(found.engine) as connection:
        ids: Mapping[str, int] = {row.key: row.id for row in connection.execute(select(CONTACT.c.key, CONTACT.c.id))}
    waiting = list(who)

    def leave() -> None:
        _until_mails_leave(found)
        for person in waiting:
            with begin(found.engine) as connection:
                unsubscribe(connection, MONDAY, ids[person.contact], chance.choice(("*", "onboarding")))
            with look(found.engine) as connection:
                gone[person] = database_time(connection, machine_time())
            threading.Event().wait(chance.uniform(0, 0.01))

    thread = threading.Thread(target=leave)
    thread.start()
    yield gone
    thread.join()


def _until_mails_leave(found: Stage) -> None:
    from tests.chaos.waiting import wait_for
    from tests.provider import accepted_keys

    wait_for(lambda: len(accepted_keys(found.ledger)) > 0, "the first mail")


def tries(found: Stage) -> Mapping[str, datetime]:
    """Answer when the last try at each mail was begun, as its transaction A wrote it down."""
    query = select(TOUCHPOINT.c.key, func.max(ATTEMPT.c.started_at)).join(
        ATTEMPT, ATTEMPT.c.touchpoint_id == TOUCHPOINT.c.id
    )
    with look(found.engine) as connection:
        return dict(connection.execute(query.group_by(TOUCHPOINT.c.key)).all())


def at_the_last_moment(found: Stage) -> int:
    """Answer how many of the first mails were ready to leave when transaction A found that nobody wants them."""
    stopped = (DECISION.c.kind == "suppressed") & (DECISION.c.step == "day-0")
    with look(found.engine) as connection:
        return int(connection.execute(select(func.count()).where(stopped)).scalar_one())


FAULT = Fault("unsubscribing", unsubscribing)
