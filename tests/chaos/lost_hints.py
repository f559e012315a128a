"""A broker that forgets everything, is killed, is away for a while, or whose replies are lost."""

import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from random import Random

import redis

from console.valkey import socket_url
from emails.standin.ledger import entries
from tests.chaos.book import Person, expected, people, sign_up
from tests.chaos.course import Course
from tests.chaos.fault import Fault, Outcome, verdict
from tests.chaos.oracle import find, judge
from tests.chaos.passage import Passage
from tests.chaos.program import daily
from tests.chaos.proxy import proxy
from tests.chaos.stage import CALM, MONDAY, Stage, kept, stage
from tests.chaos.storm import man
from workers.settings import Settings

DAYS = 5
PEOPLE, FAULTS = 4_000, 60
OUTAGE = 600.0  # seconds, the longest one of the long form
REPLIES_LOST = 0.02
GROUP, APART = 100, timedelta(days=1)  # people who sign up at once, and between two such groups
PAUSES = (0.5, 2.0)  # seconds between two of them: in between there has to be time for work
PATIENCE = Settings.model_fields["patience_seconds"].default
WITHIN = 30.0  # seconds after the return of the broker


def lost_hints(course: Course) -> Outcome:
    """Let everybody have five mails while the broker misbehaves in four ways."""
    book, wanted = in_groups(course.size(PEOPLE, 60)), course.size(FAULTS, 6)
    outage = max(2.0, OUTAGE * course.scale)
    with stage(course, daily(DAYS)) as found:
        chance, lossy = course.chance, found.home / "lossy.sock"
        found.redis_url, found.given = socket_url(lossy), {**found.given, **CALM, **_patience(course)}
        harm = Random(course.seed)
        with proxy(
            lossy, found.home / "valkey.sock", lambda _: "after" if harm.random() < REPLIES_LOST else ""
        ) as line:
            sign_up(found.engine, MONDAY, book)
            passage = Passage(found, MONDAY, course.patience + outage)
            with kept(found):
                man(found)
                with forgetting(found, chance, wanted, outage) as (done, returns):
                    passage.live_until(max(one.signed_up for one in book) + timedelta(days=DAYS + 1))
                    group = 0
                    while done.total() < wanted and not passage.stuck:
                        more = people(len(book) // 4 or 1, passage.now, f"more{group}x")
                        book, group = book + more, group + 1
                        sign_up(found.engine, passage.now, more)
                        passage.live_until(passage.now + timedelta(days=DAYS + 1))
                passage.live_until(passage.now + timedelta(days=1))
            lost = line.cuts
        findings = find(found)
        delays = delays_after(found, returns, passage.moves)
    tally = judge(expected(book, DAYS), findings)
    slowest = percentile(delays, 99)
    faults = verdict(
        tally, stuck=passage.stuck, resolved=True, more={f"p99 of the delay is {slowest:.1f} s": slowest <= WITHIN}
    )
    figures = {"mails after a return": float(len(delays)), "delay p99 (s)": slowest}
    return Outcome(tally, {**dict(sorted(done.items())), "replies lost": lost}, faults, figures)


def _patience(course: Course) -> Mapping[str, str]:
    """Answer how long a hint may wait: in the long form as long as the product lets it, which is what is measured."""
    return {"TENURE_PATIENCE_SECONDS": f"{PATIENCE:g}"} if course.scale >= 0.2 else {}


@contextmanager
def forgetting(found: Stage, chance: Random, wanted: int, outage: float) -> Iterator[tuple[Counter[str], list[float]]]:
    """Flush, kill and take away the broker in turn; answer how often what was done, and when the broker was back."""
    done: Counter[str] = Counter()
    returns: list[float] = []
    over = threading.Event()
    server = found.valkey
    longest = chance.randrange(wanted)

    def misbehave() -> None:
        number = 0
        while number < wanted and not over.wait(chance.uniform(*PAUSES)):
            kind = ("flush", "kill", "outage")[number % 3]
            if kind == "flush":
                with suppress(redis.RedisError), redis.Redis.from_url(found.broker) as client:
                    client.flushall()
            else:
                server.kill()
                if kind == "outage":
                    over.wait(outage if number == longest else chance.uniform(0.5, 2.0))
                server.again()
            done[kind] += 1
            returns.append(time.time())
            number += 1

    thread = threading.Thread(target=misbehave)
    thread.start()
    try:
        yield done, returns
    finally:
        over.set()
        thread.join()


def in_groups(number: int) -> list[Person]:
    """Answer so many people, few of whom are due at the same moment: how long a crowd takes is no delay."""
    starts = (MONDAY + place * APART for place in range(-(-number // GROUP)))
    book = [one for place, start in enumerate(starts) for one in people(GROUP, start, f"g{place}x")]
    return book[:number]


def delays_after(found: Stage, returns: list[float], moves: list[float]) -> list[float]:
    """Answer by how many seconds each mail that left after a return of the broker left after it, or after it was due.

    What is due at a moment has left before time is moved on.
    """
    delays = []
    for entry in entries(found.ledger):
        back, due = (max((at for at in times if at <= entry["time"]), default=None) for times in (returns, moves))
        if back is not None and due is not None:
            delays.append(entry["time"] - max(back, due))
    return delays


def percentile(figures: list[float], place: int) -> float:
    """Answer the percentile; nothing measured: 0."""
    return statistics.quantiles(figures, n=100)[place - 1] if len(figures) > 1 else 0.0


FAULT = Fault("lost-hints", lost_hints)
