"""Two who look at the same account in the same moment, as if none of the locks between them were there."""

import threading
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tests.chaos.book import expected, people, sign_up
from tests.chaos.course import Course
from tests.chaos.fault import Fault, Outcome, verdict
from tests.chaos.oracle import find, judge
from tests.chaos.passage import Passage
from tests.chaos.program import daily
from tests.chaos.rebinding import rebind
from tests.chaos.stage import CALM, MONDAY, kept, stage
from tests.chaos.storm import man

DAYS = 4
PEOPLE = 2_000


def twins(course: Course) -> Outcome:
    """Let every batch be looked at by two at once, who both write what they concluded: only the keys are left."""
    book = people(course.size(PEOPLE, 20), MONDAY)
    with stage(course.with_patches("twins"), daily(DAYS)) as found:
        found.given = {**found.given, **CALM}
        sign_up(found.engine, MONDAY, book)
        passage = Passage(found, MONDAY, course.patience)
        with kept(found):
            man(found)
            passage.live_until(MONDAY + timedelta(days=DAYS + 1))
        tally = judge(expected(book, DAYS), find(found))
    return Outcome(tally, {"people seen by two": len(book)}, verdict(tally, stuck=passage.stuck, resolved=True))


def see_double(_told: str) -> None:
    """Let whoever looks at accounts do so twice, and find them as they were seen, whatever became of them since."""
    from sqlalchemy import select

    from models.among import among
    from models.tables import ACCOUNT
    from workers import actors, advance

    seen = threading.local()
    leased, look, both = advance._leased, advance.advance_accounts, threading.Barrier(2)

    def remember(connection: Any, ids: Sequence[int], now: Any) -> Any:
        seen.rows = leased(connection, ids, now)
        both.wait(5)
        return seen.rows

    def as_seen(connection: Any, ids: Sequence[int], _now: Any) -> Any:
        connection.execute(
            select(ACCOUNT.c.id).where(among(connection, ACCOUNT.c.id, ids)).order_by(ACCOUNT.c.id)
        ).all()
        return seen.rows

    def twice(app: Any, ids: Sequence[int]) -> list[int]:
        found: list[int] = []
        other = threading.Thread(target=lambda: found.extend(_calmly(look, app, ids)))
        other.start()
        mine = _calmly(look, app, ids)
        other.join()
        return sorted({*mine, *found})

    rebind(leased, remember)
    rebind(advance._claim, as_seen)
    vars(actors)["advance_accounts"] = twice


def _calmly(look: Any, app: Any, ids: Sequence[int]) -> list[int]:
    """Look; one of the two may find that the other was there before, which the clock mends."""
    try:
        return list(look(app, ids))
    except Exception:  # noqa: BLE001
        return []


FAULT = Fault("twins", twins)
