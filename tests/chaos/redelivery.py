"""Every message delivered three times and in disorder, and hints of weeks ago that come back."""

import random
import threading
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import func, select

from models.database import look
from models.tables import DECISION
from tests.chaos.book import expected, people, sign_up
from tests.chaos.course import Course
from tests.chaos.fault import Fault, Outcome, verdict
from tests.chaos.oracle import find, judge
from tests.chaos.passage import Passage
from tests.chaos.program import daily
from tests.chaos.stage import CALM, MONDAY, Stage, kept, stage
from tests.chaos.storm import man
from tests.chaos.waiting import wait_for

DAYS = 5
PEOPLE = 4_000  # times five is 20,000 messages' worth of mails
WEEKS = 21 * 86_400_000  # ms


def redelivery(course: Course) -> Outcome:
    """Let everybody have five mails while every hint comes three times; then let all hints come back once more."""
    book = people(course.size(PEOPLE, 60), MONDAY)
    with stage(course.with_patches(f"thrice:{course.seed}"), daily(DAYS)) as found:
        found.given = {**found.given, **CALM}
        found.provider.play({"answer": "slow", "seconds": 0.05})
        sign_up(found.engine, MONDAY, book)
        passage = Passage(found, MONDAY, course.patience)
        with kept(found):
            man(found)
            passage.live_until(MONDAY + timedelta(days=DAYS + 1))
            before = len(find(found).accepted)
            found.crew["gossip"] = "gossip"
            found.given = {**found.given, "CHAOS_MAILS": str(len(book) * DAYS), "CHAOS_ACCOUNTS": str(len(book))}
            found.bear("gossip")
            wait_for(lambda: (found.home / "told").exists(), "the gossip", 120)
            with suppress(TimeoutError):  # what is to be counted then shows all the same
                wait_for(lambda: _is_empty(found.broker), "the end of the gossip", 4 * course.patience)
            passage.live_until(passage.now + timedelta(hours=1))
        after, dead = find(found), taken_for_dead(found)
        tally = judge(expected(book, DAYS), after)
    faults = verdict(
        tally,
        stuck=passage.stuck,
        resolved=True,
        more={
            "a stale hint was followed": len(after.accepted) == before,
            "a human was asked, although nobody died": not after.asked,
            f"{dead} taken for dead, although nobody died": not dead,
        },
    )
    return Outcome(tally, {"messages, each three times": DAYS * len(book), "stale hints": 2 * DAYS * len(book)}, faults)


def taken_for_dead(found: Stage) -> int:
    """Answer how often it was written down that a sender had died."""
    with look(found.engine) as connection:
        query = select(func.count()).where(DECISION.c.kind == "unknown")
        return int(connection.execute(query).scalar_one())


def _is_empty(url: str) -> bool:
    import redis

    with redis.Redis.from_url(url) as client:
        return all(not client.llen(f"tenure:{queue}") for queue in ("advance", "deliver", "assess"))


def deliver_thrice(told: str) -> None:
    """Let whatever this process puts into a queue be put there three times, later ones among others."""
    from workers.broker import broker

    enqueue, chance, lock = broker.enqueue, random.Random(f"{told} {id(broker)}"), threading.Lock()
    held: list[object] = []

    def wrapped(message, *, delay=None):  # type: ignore[no-untyped-def]
        with lock:
            held.extend([message, message])
            chance.shuffle(held)
            again, held[:] = held[:2], held[2:][-200:]
        for copy in (message, *again):
            enqueue(copy.copy(message_id=f"{chance.random()}"), delay=delay)
        return message

    broker.enqueue = wrapped  # type: ignore[method-assign]


def gossip() -> None:
    """Tell of every account and mail once more: as if it were new, and with the date of three weeks ago."""
    import os
    import time
    from pathlib import Path

    from workers import actors

    mails, accounts = int(os.environ["CHAOS_MAILS"]), int(os.environ["CHAOS_ACCOUNTS"])
    for actor, number in ((actors.deliver, mails), (actors.advance, accounts)):
        ids = list(range(1, number + 1))
        random.shuffle(ids)
        for start in range(0, number, 20):
            message = actor.message(ids[start : start + 20])
            actor.broker.enqueue(message)
            actor.broker.enqueue(
                message.copy(message_id=f"old {start}", message_timestamp=message.message_timestamp - WEEKS)
            )
    (Path(os.environ["CHAOS_HOME"]) / "told").touch()
    time.sleep(3600)


FAULT = Fault("redelivery", redelivery)
