"""A week in which nobody was at work: who is overdue gets at most one mail per gap, and none beyond its lateness."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import select

from models.database import look
from models.tables import DECISION, TOUCHPOINT
from tests.chaos.book import Person, sign_up
from tests.chaos.course import Course
from tests.chaos.fault import Fault, Outcome, verdict
from tests.chaos.oracle import find, judge
from tests.chaos.passage import Passage
from tests.chaos.program import daily, opens_at
from tests.chaos.stage import CALM, MONDAY, Stage, kept, stage
from tests.chaos.storm import man

DAYS = 10
LATE, GAP = timedelta(days=2), timedelta(hours=20)
OVERDUE = 20_000  # people of whom each has at least one step that is overdue at the end of the week
AT_WORK, DOWN = timedelta(hours=1), timedelta(days=7)


def week_away(course: Course) -> Outcome:
    """Let people sign up over some days, be away for a week, and see what they get once everybody is back."""
    book = staggered(course.size(OVERDUE, 60))
    program = daily(DAYS, kind="onboarding", late=LATE.days, gap=int(GAP.total_seconds() // 3600))
    starts = MONDAY + timedelta(days=3)
    with stage(course, program, starts) as found:
        found.given = {**found.given, **CALM}
        sign_up(found.engine, starts, book)
        passage = Passage(found, starts, course.patience)
        with kept(found):
            man(found)
            passage.live_until(starts + AT_WORK)
            passage.now = starts + DOWN  # the week: nobody looks, and then it is over
            passage.live_until(MONDAY + timedelta(days=DAYS + 12))
        findings, said = find(found), sayings(found)
    wanted = {key for person in book for key in planned(person, starts, starts + DOWN)}
    close = sum(1 for moments in by_person(book, said).values() for a, b in pairwise(moments) if b - a < GAP)
    late = [key for person in book for key in too_late(person, said)]
    tally = judge(wanted, findings)
    more = {f"{close} within the gap": not close, f"{len(late)} beyond their lateness": not late}
    faults = verdict(tally, stuck=passage.stuck, resolved=True, more=more)
    return Outcome(
        tally, {"people overdue": len(book), "within the gap": close, "beyond their lateness": len(late)}, faults
    )


def staggered(number: int) -> list[Person]:
    """Answer so many people who signed up one after the other, over the three days before the week."""
    between = timedelta(days=3) / number
    return [Person(f"acc{place:05}", (MONDAY + place * between).replace(microsecond=0)) for place in range(number)]


def planned(person: Person, starts: datetime, back: datetime) -> Iterator[str]:
    """Answer what the planner says of one person: the keys of the steps that are said, one after the other.

    Nobody looks between an hour after `starts` and `back`; each waits for the gap, and is skipped once it is too late.
    """
    last: datetime | None = None
    for day in range(DAYS):
        opens = opens_at(person.signed_up, day)
        deadline = opens + LATE
        due = max(opens, starts, last + GAP if last else opens)
        moment = due if due <= starts + AT_WORK else max(due, back)
        if moment < deadline:
            yield person.key(f"day-{day}")
            last = moment


def sayings(found: Stage) -> Mapping[str, datetime]:
    """Answer when each mail was sent, in the customers' time."""
    query = select(TOUCHPOINT.c.key, DECISION.c.at).join(TOUCHPOINT, TOUCHPOINT.c.id == DECISION.c.touchpoint_id)
    with look(found.engine) as connection:
        return dict(connection.execute(query.where(DECISION.c.kind == "sent")).all())


def by_person(book: list[Person], said: Mapping[str, datetime]) -> Mapping[str, list[datetime]]:
    """Answer when each person was written to, in order."""
    found: dict[str, list[datetime]] = defaultdict(list)
    for person in book:
        found[person.name] = sorted(said[key] for day in range(DAYS) if (key := person.key(f"day-{day}")) in said)
    return found


def too_late(person: Person, said: Mapping[str, datetime]) -> Iterator[str]:
    """Answer the keys of what was said to somebody beyond its lateness."""
    for day in range(DAYS):
        key = person.key(f"day-{day}")
        if key in said and said[key] > opens_at(person.signed_up, day) + LATE + timedelta(minutes=1):
            yield key


FAULT = Fault("week-away", week_away)
