"""A database that goes away: PostgreSQL is restarted and cut off in COMMIT, and who writes to SQLite dies in one."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import make_url, text

from models.database import look, make_engine
from models.migrate import upgrade
from tests.chaos.beside import beside
from tests.chaos.book import Person, expected, people, sign_up
from tests.chaos.course import Course
from tests.chaos.deaths import died, hurrying
from tests.chaos.fault import Fault, Outcome, verdict
from tests.chaos.oracle import find, judge
from tests.chaos.passage import Passage
from tests.chaos.program import LATE, daily
from tests.chaos.proxy import Proxy, proxy
from tests.chaos.stage import MONDAY, Stage, kept, stage
from tests.chaos.storm import man
from tests.chaos.tidings import tidings
from tests.postgres import PostgresServer, postgres_server

DAYS = 5
PEOPLE, FAULTS = 3_000, 100
LONG = 0.5  # the scale from which it is the long form
RESTART_PAUSES = (5.0, 40.0)
COMMITS_CUT = 0.02
COMMITS_LIVED = {True: (3, 300), False: (3, 20)}  # in the long form, and in the short
SOCKET = ".s.PGSQL.5432"


def database_cuts(course: Course) -> Outcome:
    """Let everybody have five mails while the database is taken away, and look at it closely in the end."""
    return _on_sqlite(course) if course.engine == "sqlite" else _on_postgresql(course)


def _on_sqlite(course: Course) -> Outcome:
    """Kill whoever is in a commit, each at another one."""
    book, wanted, chance = people(course.size(PEOPLE, 40), MONDAY), course.size(FAULTS, 6), course.chance
    lived = COMMITS_LIVED[course.scale >= LONG]
    with stage(course, daily(DAYS, late=LATE)) as found:
        found.plan = lambda _name: {
            "CHAOS_PATCHES": ",".join((*course.patches, f"die:commit: within;{chance.randint(*lived)}"))
        }
        sign_up(found.engine, MONDAY, book)
        passage = Passage(found, MONDAY, course.patience)
        with tidings(found), kept(found), hurrying(found):
            man(found)
            book += _until(found, passage, lambda: died(found).total() >= wanted, len(book))
            found.plan = lambda _name: {}
            passage.live_until(passage.now + timedelta(days=DAYS + 1))
        tally, done = judge(expected(book, DAYS), find(found)), died(found).total()
        with look(found.engine) as connection:
            sound = connection.execute(text("PRAGMA integrity_check")).scalar_one()
    faults = verdict(tally, stuck=passage.stuck, resolved=True, more={f"integrity: {sound}": sound == "ok"})
    return Outcome(tally, {"deaths in a commit": done}, faults)


def _on_postgresql(course: Course) -> Outcome:
    """Restart a server of one's own without any warning, and cut connections in COMMIT, before it and after."""
    book, wanted = people(course.size(PEOPLE, 40), MONDAY), course.size(FAULTS, 6)
    harm = Random(course.seed)
    with postgres_server(durable=True) as server:
        url = server.create("chaos")
        engine = make_engine(url)
        upgrade(engine)
        engine.dispose()
        with stage(replace(course, url=url), daily(DAYS, late=LATE)) as found, _cutting(found, server, harm) as line:
            sign_up(found.engine, MONDAY, book)
            passage = Passage(found, MONDAY, course.patience)
            with tidings(found), kept(found):
                man(found)
                with _restarting(server, course) as done:
                    book += _until(
                        found, passage, lambda: done.total() >= wanted // 2 and line.cuts >= wanted, len(book)
                    )
                passage.live_until(passage.now + timedelta(days=DAYS + 1))
            tally = judge(expected(book, DAYS), find(found))
    faults = verdict(tally, stuck=passage.stuck, resolved=True)
    return Outcome(tally, {"restarts": done.total(), "cut in COMMIT": line.cuts}, faults)


def _until(found: Stage, passage: Passage, enough: Callable[[], bool], number: int) -> list[Person]:
    """Live until there were enough faults; others sign up for as long as that takes. Answer who did."""
    more: list[Person] = []
    passage.live_until(passage.now + timedelta(days=DAYS + 1))
    while not enough() and not passage.stuck:
        group = people(max(20, number // 10), passage.now, f"more{len(more)}x")
        more += group
        sign_up(found.engine, passage.now, group)
        passage.live_until(passage.now + timedelta(days=DAYS + 1))
    return more


@contextmanager
def _cutting(found: Stage, server: PostgresServer, chance: Random) -> Iterator[Proxy]:
    """Let the crew reach the database through a proxy that cuts a few of them off in COMMIT."""
    upstream = Path(str(server.admin.query["host"])) / SOCKET

    def harm(request: bytes) -> str:
        if b"COMMIT" not in request or chance.random() > COMMITS_CUT:
            return ""
        return chance.choice(("before", "after"))

    folder = found.home / "pg"
    folder.mkdir(mode=0o755)
    found.database_url = make_url(found.url).set(query={"host": str(folder)}).render_as_string(hide_password=False)
    with proxy(folder / SOCKET, upstream, harm) as line:
        yield line


@contextmanager
def _restarting(server: PostgresServer, course: Course) -> Iterator[Counter[str]]:
    """Restart the server again and again, as after a power cut."""
    done: Counter[str] = Counter()
    chance = course.chance
    pauses = RESTART_PAUSES if course.scale >= LONG else (0.5, 3.0)

    def restart(over: threading.Event) -> None:
        took = 0.0
        while not over.wait(chance.uniform(*pauses) + 5 * took):  # on a busy machine, work needs longer in between
            began = time.monotonic()
            server.crash()
            took = time.monotonic() - began
            done["restarts"] += 1

    with beside(restart):
        yield done


FAULT = Fault("database-cuts", database_cuts)
