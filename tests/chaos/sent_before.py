"""Mails that are behind us, some of them in doubt, without the hours that it takes to send them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from models.database import begin
from models.tables import ACCOUNT, ATTEMPT, CONTACT, ENROLLMENT, PUBLICATION, TOUCHPOINT
from tests.chaos.book import Person, sign_up
from tests.chaos.news_of_mails import Mail
from tests.chaos.program import JOURNEY, steps_of
from tests.chaos.stage import MONDAY, Stage
from workers.clocks import machine_time

# How they came to be, of a hundred: what was answered to the try, and what was believed before anything was told.
STATES = (("accepted", "accepted", 85), ("unknown", "unknown", 10), ("died", "unknown", 3), ("unknown", "planned", 2))
FATES = tuple((answer, state) for answer, state, share in STATES for _ in range(share))
STRIDE = 37  # so that they lie among each other


def have_sent(found: Stage, book: Sequence[Person], days: int) -> list[Mail]:
    """Write down that everybody had their daily mails; answer these."""
    sign_up(found.engine, MONDAY, book)
    mails = [
        Mail(one.key(step), one.email, day, MONDAY + timedelta(days=day, seconds=place % 600))
        for place, one in enumerate(book)
        for day, step in enumerate(steps_of(days))
    ]
    whose = [one for one in book for _ in range(days)]
    with begin(found.engine) as connection:
        accounts = _ids(connection, ACCOUNT)
        publication = connection.execute(select(func.min(PUBLICATION.c.id))).scalar_one()
        run = {"journey": JOURNEY, "occurrence": "once", "publication_id": publication, "state": "finished"}
        runs = [run | {"account_id": accounts[one.name], "started_at": MONDAY} for one in book]
        connection.execute(insert(ENROLLMENT), runs)
        connection.execute(insert(TOUCHPOINT), [*_touchpoints(connection, mails, whose)])
        connection.execute(insert(ATTEMPT), [*_tries(connection, mails)])
    return mails


def _touchpoints(connection: Connection, mails: Sequence[Mail], whose: Sequence[Person]) -> Iterator[dict[str, Any]]:
    accounts, contacts = _ids(connection, ACCOUNT), _ids(connection, CONTACT)
    runs = {row.account_id: row.id for row in connection.execute(select(ENROLLMENT.c.account_id, ENROLLMENT.c.id))}
    for place, (mail, one) in enumerate(zip(mails, whose, strict=True)):
        account, step = accounts[one.name], f"day-{mail.number}"
        yield {
            "key": mail.key, "account_id": account, "contact_id": contacts[one.contact], "enrollment_id": runs[account],
            "journey": JOURNEY, "occurrence": "once", "step": step, "channel": "email", "template": f"chaos/{step}",
            "state": _fate(place)[1], "due_at": mail.at, "created_at": mail.at, "opened_at": mail.at,
            "settled_at": mail.at if _fate(place)[1] == "accepted" else None, "attempts": 1, "fence": 1,
        }  # fmt: skip


def _tries(connection: Connection, mails: Sequence[Mail]) -> Iterator[dict[str, Any]]:
    ids, machine = _ids(connection, TOUCHPOINT), machine_time()
    when = {"number": 1, "fence": 1, "started_at": machine, "ended_at": machine}
    for place, mail in enumerate(mails):
        yield when | {"touchpoint_id": ids[mail.key], "outcome": _fate(place)[0]}


def _fate(place: int) -> tuple[str, str]:
    return FATES[place * STRIDE % len(FATES)]


def _ids(connection: Connection, table: Table) -> Mapping[str, int]:
    return {row.key: row.id for row in connection.execute(select(table.c.key, table.c.id))}
