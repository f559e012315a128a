"""A provider that rests, fails, hangs, hangs up, and for half an hour refuses our key.

If it tells what became of mails, every doubt is settled; if it is silent, what is in doubt is held, and nothing else.
"""

import threading
from contextlib import nullcontext
from datetime import timedelta
from functools import partial

from emails.standin.script import RULES, Script
from tests.chaos.book import expected, people, sign_up
from tests.chaos.course import Course
from tests.chaos.fault import Fault, Outcome, verdict
from tests.chaos.oracle import find, judge
from tests.chaos.passage import Passage
from tests.chaos.program import LATE, daily
from tests.chaos.stage import MONDAY, Stage, kept, stage
from tests.chaos.storm import man
from tests.chaos.tidings import tidings

DAYS = 5
PEOPLE = 4_000
LOCKED_SECONDS = 60.0  # of the machine, in which somebody knocks every other moment instead of every five minutes
LOCKED = timedelta(minutes=30)  # what passes of the customers' time meanwhile
TROUBLES = (
    {"answer": "429", "share": 0.2, "times": 1, "reset_after": 0},
    {"answer": "503", "share": 0.1, "times": 1},
    {"answer": "accept-then-5xx", "share": 0.05, "times": 1},
    {"answer": "hang", "share": 0.05, "times": 1},
    {"answer": "accept-then-cut", "share": 0.05, "times": 1},
)
SURE = ("202", "429")


def provider_trouble(course: Course, *, told: bool) -> Outcome:
    """Let everybody have five mails; the planner knows by the send key which of them come into doubt."""
    book = people(course.size(PEOPLE, 16), MONDAY)
    keys = expected(book, DAYS)
    doubtful = {key for key in keys if ends_in_doubt(key)}
    with stage(course.with_patches("impatient"), daily(DAYS, late=LATE)) as found:
        found.provider.play(*TROUBLES)
        sign_up(found.engine, MONDAY, book)
        passage = Passage(found, MONDAY, course.patience)
        over = threading.Event()
        refused = threading.Thread(
            target=_refuse_for_a_while, args=(found, passage, over, max(0.6, LOCKED_SECONDS * course.scale))
        )
        with tidings(found) if told else nullcontext(), kept(found):
            man(found)
            refused.start()
            passage.live_until(MONDAY + timedelta(days=DAYS + 2))
            over.set()
            refused.join()
            passage.live_until(passage.now + timedelta(days=1))
        findings = find(found)
        tally, stats = judge(keys, findings), found.provider.stats()["answers"]
    held = findings.unknown == doubtful
    more = {} if told else {f"held {len(findings.unknown)}, in doubt {len(doubtful)}: not the same mails": held}
    faults = verdict(tally, stuck=passage.stuck, resolved=told, more=more)
    return Outcome(
        tally,
        {f"answered {name}": times for name, times in sorted(stats.items())} | {"in doubt": len(doubtful)},
        faults,
    )


def ends_in_doubt(key: str) -> bool:
    """Answer what the planner knows: whether the provider's first answer but "not now" leaves this mail in doubt."""
    script = Script(RULES.validate_python(list(TROUBLES)))
    answer = "429"
    while answer == "429":
        answer = script.rule_for({"send_key": key}).answer
    return answer not in SURE


def _refuse_for_a_while(found: Stage, passage: Passage, over: threading.Event, seconds: float) -> None:
    """Refuse our key for a while in the middle of it all; what was used of the other rules before stays so."""
    from tests.provider import accepted_keys

    while len(accepted_keys(found.ledger)) < 10 and not over.wait(0.05):
        pass
    found.provider.play({"answer": "401"})
    passage.now += LOCKED  # nothing leaves meanwhile, so nobody else moves it
    found.move(passage.now)
    over.wait(seconds)
    found.provider.play(*TROUBLES)


def be_impatient(_told: str) -> None:
    """Knock at a provider that refuses our key every other moment, instead of every five minutes."""
    from workers import breaker, settlement

    vars(breaker).update(PROBE=timedelta(seconds=0.3), RESTS=(0.005,))  # minutes
    settlement.PROBE, settlement.SHORTEST_REST = timedelta(seconds=0.3), timedelta(seconds=0.1)


FAULT = Fault("provider", partial(provider_trouble, told=True))
SILENT = Fault("provider-silent", partial(provider_trouble, told=False))
