"""What becomes so while a mail is ready to leave: done meanwhile, another address, or everything paused."""

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random

from emails.standin.ledger import Entry, entries
from models.database import begin, look
from models.doors import PAUSED, open_door, shut
from models.facts import ContactFacts, EventFacts
from models.intake import record_contacts, record_events
from tests.chaos.book import Person, expected, people
from tests.chaos.course import Course
from tests.chaos.fault import Fault, Outcome, verdict
from tests.chaos.leisure import at_leisure
from tests.chaos.oracle import find, judge
from tests.chaos.program import daily
from tests.chaos.stage import MONDAY, Stage, kept
from tests.chaos.storm import man
from tests.chaos.unsubscribing import tries
from tests.chaos.waiting import wait_for
from tests.provider import accepted_keys
from workers.agreement import database_time
from workers.clocks import machine_time

DAYS = 2
PEOPLE = 6_000
SLOWLY = 0.08  # seconds that a mail takes the provider
PAUSE = 1.0  # seconds: longer than a batch takes


def news(course: Course) -> Outcome:
    """Tell of a third of the people that they have done it, and of a third another address, while mails go out."""
    book = people(course.size(PEOPLE, 90), MONDAY)
    done, moved = book[::3], book[1::3]
    with at_leisure(course, daily(DAYS, unless="milestones.first_project"), book, SLOWLY) as passage:
        found = passage.stage
        with kept(found):
            man(found)
            with telling(found, done, moved, course.chance) as told:
                passage.live_until(MONDAY + timedelta(days=DAYS + 1))
        findings, began = find(found), tries(found)
        ledger = {str(entry["send_key"]): entry for entry in entries(found.ledger)}
    wrong = Counter(_wrongs(told, began, ledger, findings.accepted, done, moved))
    sent_before = {key for person in done for key in expected([person], DAYS) if key in findings.accepted}
    tally = judge(expected([one for one in book if one not in set(done)], DAYS) | sent_before, findings)
    more = {f"{times} {what}": False for what, times in wrong.items()}
    faults = verdict(tally, stuck=passage.stuck, resolved=True, more=more)
    return Outcome(
        tally, {"done meanwhile": len(done), "moved meanwhile": len(moved), "pauses": len(told["paused"])}, faults
    )


def _wrongs(
    told: Mapping[str, Mapping[str, datetime]],
    began: Mapping[str, datetime],
    ledger: Mapping[str, Entry],
    accepted: Mapping[str, int],
    done: list[Person],
    moved: list[Person],
) -> Iterator[str]:
    for person in done:
        for key in expected([person], DAYS):
            if key in accepted and began[key] > told["done"][person.name]:
                yield "sent although it was done before"
    for person in moved:
        for key in expected([person], DAYS):
            if key in accepted and began[key] > told["moved"][person.name] and ledger[key]["to"] == person.email:
                yield "sent to an address that was given up before"
    for name, since in told["paused"].items():
        begun = [key for key, at in began.items() if at > since and key in accepted]
        yield from _sent_before(told["resumed"][name], begun, ledger)


def _sent_before(until: datetime, keys: Iterable[str], ledger: Mapping[str, Entry]) -> Iterator[str]:
    """Whoever waited for SQLite's lock until the pause was over had looked at the clock before: the ledger knows."""
    yield from ("sent while all was paused" for key in keys if ledger[key]["time"] < until.timestamp())


@contextmanager
def telling(
    found: Stage, done: list[Person], moved: list[Person], chance: Random
) -> Iterator[dict[str, dict[str, datetime]]]:
    """Tell the news one by one, and pause everything for a while in between; answer when each stood."""
    told: dict[str, dict[str, datetime]] = {"done": {}, "moved": {}, "paused": {}, "resumed": {}}

    def tell() -> None:
        wait_for(lambda: len(accepted_keys(found.ledger)) > 0, "the first mail")
        for place, (one, other) in enumerate(zip(done, moved, strict=False)):
            with begin(found.engine) as connection:
                fact = EventFacts(f"m{one.name}", "project created", MONDAY, "product", one.name)
                record_events(connection, MONDAY, [fact])
            told["done"][one.name] = _time(found)
            with begin(found.engine) as connection:
                facts = {"email": f"new@{other.name}.example"}
                record_contacts(
                    connection, MONDAY + timedelta(seconds=1), [ContactFacts(other.contact, other.name, facts)]
                )
            told["moved"][other.name] = _time(found)
            if place == len(done) // 8:
                _pause(found, told, "early")
            threading.Event().wait(chance.uniform(0, 0.01))

    thread = threading.Thread(target=tell)
    thread.start()
    yield told
    thread.join()
    if len(done) > len(moved):
        for one in done[len(moved) :]:
            told["done"].setdefault(one.name, _time(found))


def _pause(found: Stage, told: dict[str, dict[str, datetime]], name: str) -> None:
    with begin(found.engine) as connection:
        shut(connection, PAUSED, "chaos", machine_time(), None)
    told["paused"][name] = _time(found)
    threading.Event().wait(PAUSE)
    told["resumed"][name] = _time(found)
    with begin(found.engine) as connection:
        open_door(connection, PAUSED, machine_time())


def _time(found: Stage) -> datetime:
    with look(found.engine) as connection:
        return database_time(connection, machine_time())


FAULT = Fault("news", news)
