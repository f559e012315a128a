"""SendGrid tells everything three times, in disorder and a day late, and others pretend to be SendGrid."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from emails.sendgrid_events import read_events
from models.database import look
from models.reputation import figures
from models.tables import PROVIDER_EVENT, REFUSAL
from tests.chaos.book import people
from tests.chaos.course import Course
from tests.chaos.fault import Fault, Outcome
from tests.chaos.news_of_mails import becomes_of, posts_of
from tests.chaos.oracle import Tally
from tests.chaos.posting import DOORS, Posting, is_open
from tests.chaos.program import daily
from tests.chaos.sent_before import have_sent
from tests.chaos.stage import MONDAY, Stage, kept, stage
from tests.chaos.tidings import reserved
from tests.chaos.waiting import wait_for
from tests.mail_state import dump
from tests.sendgrid import public
from workers.clocks import machine_time
from workers.editions import Editions
from workers.mail_events import take_events

DAYS = 5
EVENTS, EVENTS_OF_A_MAIL = 100_000, 2.3
KILLS = 100
# When we came to know is another moment for what is told late.
LEARNT = {("touchpoint", "settled_at"), ("task", "opened_at"), ("task", "due_at"), ("decision", "at")}


def events(course: Course) -> Outcome:
    """Tell the doors what became of many mails, and compare with the same told once, in order, to nobody else."""
    number, chance = course.size(EVENTS, 300), course.chance
    book = people(max(8, round(number / EVENTS_OF_A_MAIL / DAYS)), MONDAY)
    with stage(course, daily(DAYS)) as found, reserved() as port:
        mails = have_sent(found, book, DAYS)
        told = becomes_of(mails, chance)
        posts = posts_of(told, chance, max(10, min(100, len(told) // 30)))
        clean = _clean(found, told)
        found.given = {**found.given, "SENDGRID_WEBHOOK_KEY": public(), "CHAOS_WEB_PORT": f"{port}"}
        with kept(found):
            for name in DOORS:
                found.join("web", name)
            wait_for(lambda: is_open(port), "the door")
            answers = Posting(found, port, posts, chance, course.size(KILLS, 3)).tell()
        state, traces = _state(found), _traces(found)
    forged = {status: times for (forged, status), times in answers.items() if forged}
    wrong = {
        f"{len(clean - state)} rows missing, {len(state - clean)} too many": clean == state,
        f"forgeries were answered {sorted(forged)}": bool(forged) and all(400 <= status < 500 for status in forged),
        f"{traces} traces of forgeries": not traces,
        "not everything was taken": {status for (forged, status) in answers if not forged} == {200},
    }
    done = {
        "events": len(told), "posts": sum(not post.forged for post in posts), "forged": sum(forged.values()),
        "kills of a door": sum(found.births.values()) - len(DOORS), "rows compared": clean.total(),
    }  # fmt: skip
    return Outcome(_tally(clean, state), done, tuple(what for what, right in wrong.items() if not right))


def _tally(clean: Counter[str], state: Counter[str]) -> Tally:
    """Answer the tally of rows: those of a clean run are expected."""
    missing, strange = (clean - state).total(), (state - clean).total()
    return Tally(clean.total(), clean.total() - missing, missing, 0, strange, 0, 0, 0)


def _clean(found: Stage, told: Sequence[Mapping[str, Any]]) -> Counter[str]:
    """Answer what a clean run comes to, and take it back."""
    with found.engine.connect() as connection, connection.begin() as transaction:
        edition = Editions().current(connection)
        for at in range(0, len(told), 100):
            part = told[at : at + 100]
            heard = read_events(json.dumps(part).encode())
            now = max(one.at for one in heard if one.at)
            take_events(connection, edition, heard, now, machine_time())
        state = _rows(connection)
        transaction.rollback()
    return state


def _state(found: Stage) -> Counter[str]:
    with look(found.engine) as connection:
        return _rows(connection)


def _rows(connection: Connection) -> Counter[str]:
    """Answer all that tells: the rows, and what our name is judged by."""
    rows = Counter(f"{name} {row}" for name, found in dump(connection, LEARNT).items() for row in found)
    return rows + Counter(f"{one}" for one in figures(connection, MONDAY - timedelta(days=1), None))


def _traces(found: Stage) -> int:
    with look(found.engine) as connection:
        forged = select(func.count()).where(PROVIDER_EVENT.c.event_id.like("forged%"))
        refused = select(func.count()).select_from(REFUSAL)
        return int(connection.execute(forged).scalar_one() + connection.execute(refused).scalar_one())


FAULT = Fault("events", events)
