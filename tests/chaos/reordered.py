"""A program whose steps change places while people are in the middle of it: nobody hears anything again."""

from datetime import timedelta

from tests.chaos.book import expected, people, sign_up
from tests.chaos.course import Course
from tests.chaos.fault import Fault, Outcome, verdict
from tests.chaos.oracle import find, judge
from tests.chaos.passage import Passage
from tests.chaos.program import daily
from tests.chaos.stage import CALM, MONDAY, kept, stage
from tests.chaos.storm import man

DAYS = 4
PEOPLE = 2_000


def reordered(course: Course) -> Outcome:
    """Let everybody have two mails, then publish that the first ones come last, and go on."""
    book = people(course.size(PEOPLE, 20), MONDAY)
    with stage(course, daily(DAYS)) as found:
        found.given = {**found.given, **CALM}
        sign_up(found.engine, MONDAY, book)
        passage = Passage(found, MONDAY, course.patience)
        with kept(found):
            man(found)
            passage.live_until(MONDAY + timedelta(days=1))  # two of them have been said
            program = daily(DAYS, order=(2, 3, 0, 1))
            course.nursery.warm(program)
            found.publish(passage.now, program)
            passage.live_until(MONDAY + timedelta(days=DAYS + 2))
        tally = judge(expected(book, DAYS), find(found))
    return Outcome(tally, {"people in the middle": len(book)}, verdict(tally, stuck=passage.stuck, resolved=True))


FAULT = Fault("reordered", reordered)
