"""People with the same address at two accounts, both of which want to write to them at the same moment."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from tests.chaos.book import Person, expected, people
from tests.chaos.course import Course
from tests.chaos.fault import Fault, Outcome, verdict
from tests.chaos.leisure import at_leisure
from tests.chaos.oracle import find, judge
from tests.chaos.program import daily
from tests.chaos.stage import MONDAY, kept
from tests.chaos.storm import man
from tests.chaos.week_away import sayings

DAYS = 2
CAP, WITHIN = "{contact: 1 in 1 day, account: 9 in 1 day}", timedelta(days=1)
PEOPLE = 4_000
SLOWLY = 0.05  # seconds that a mail takes the provider: whoever waits in a batch was looked at long ago


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
    with at_leisure(course, daily(DAYS, kind="onboarding", late=10, caps=CAP), book, SLOWLY) as passage:
        found = passage.stage
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
