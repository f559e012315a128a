"""People with the same address at two accounts, both of which want to write to them at the same moment."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from tests.chaos.book import Person, expected, people, sign_up
from tests.chaos.course import Course
from tests.chaos.fault import Fault, Outcome, verdict
from tests.chaos.oracle import find, judge
from tests.chaos.passage import Passage
from tests.chaos.program import daily
from tests.chaos.stage import CALM, MONDAY, kept, stage
from tests.chaos.storm import man
from tests.chaos.week_away import sayings

DAYS = 2
CAP, WITHIN = "{contact: 1 in 1 day, account: 9 in 1 day}", timedelta(days=1)
PEOPLE = 4_000
SLOWLY = {"answer": "slow", "seconds": 0.05}  # whoever waits in a batch was looked at long ago


@dataclass(frozen=True, slots=True)
class Twofold(Person):
    """One who is at two accounts."""

    @property
    def email(self) -> str:
        """Answer the address, which is the same at both."""
        return f"ada@{self.name.removesuffix('b')}.example"


def crowd(course: Course) -> Outcome:
    """Let everybody be due at both of their accounts at once, and see how close to each other they are written to."""
    ones = people(course.size(PEOPLE, 60), MONDAY)
    book = [Twofold(f"{one.name}{suffix}", MONDAY) for suffix in ("", "b") for one in ones]
    with stage(course, daily(DAYS, kind="onboarding", late=10, caps=CAP)) as found:
        found.given = {**found.given, **CALM}
        found.provider.play(SLOWLY)
        sign_up(found.engine, MONDAY, book)
        passage = Passage(found, MONDAY, course.patience)
        with kept(found):
            man(found)
            passage.live_until(MONDAY + timedelta(days=2 * DAYS + 1))
        findings, said = find(found), sayings(found)
    close = within_the_cap(book, said)
    tally = judge(expected(book, DAYS), findings)
    faults = verdict(tally, stuck=passage.stuck, resolved=True, more={f"{close} within the cap": not close})
    return Outcome(tally, {"people at two accounts": len(ones), "within the cap": close}, faults)


def within_the_cap(book: Collection[Twofold], said: Mapping[str, datetime]) -> int:
    """Answer how often somebody was written to again within the time of the cap, wherever they are."""
    moments: dict[str, list[datetime]] = defaultdict(list)
    for person in book:
        moments[person.email] += [said[key] for key in expected([person], DAYS) if key in said]
    return sum(_close(sorted(theirs)) for theirs in moments.values())


def _close(moments: Sequence[datetime]) -> int:
    return sum(1 for one, other in pairwise(moments) if other - one < WITHIN)


FAULT = Fault("crowd", crowd)
