"""Every mail, written for every account that could get it: who would read something odd, by name."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, select

from console.assembling import Program
from console.audience.outcome import Case, Survey
from console.audience.recipients import Recipient, recipients
from console.audience.writing import oddities
from journeys.needs import Need
from models.database import look
from models.permission import topics_refused
from models.tables import ACCOUNT
from workers.editions import ADDRESSED
from workers.gather import Standing, gather

BATCH = 500
PRESENT = ACCOUNT.c.churned_at.is_(None)


def crowd(engine: Engine) -> int:
    """Answer how many accounts there are to look at."""
    with look(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(ACCOUNT).where(PRESENT)).scalar_one())


def survey(
    engine: Engine, program: Program, now: datetime, only: str = "", tick: Callable[[int], None] = lambda _: None
) -> Survey:
    """Answer what every account that could get a mail (`only` this one, if named) would read in it.

    Nothing is written or sent. A batch of accounts costs the same number of queries however large it is; `tick` is
    told how many were looked at.
    """
    found = Survey(reach={mail: 0 for mail in sorted(program.library) if only in ("", mail)})
    catalog, fields = program.book.catalog, {name for mail in found.reach for name in program.library.fields(mail)}
    needs = program.book.needs | catalog.needs(fields - ADDRESSED)
    with look(engine) as connection:
        for standings in _batches(connection, needs, program, now):
            ways = [(standing, way) for standing in standings for way in _ways(program, now, standing, found)]
            refused = topics_refused(connection, {way.contact.email or "" for _, way in ways})
            ways = [(one, way) for one, way in ways if (way.contact.email or "", _topic(program, way)) not in refused]
            found.reached.update(mail for mail, _ in {(way.mail, one.account.id) for one, way in ways if not way.doubt})
            for standing, way in ways:
                _ask(program, now, standing, way, found)
            found.accounts += len(standings)
            tick(len(standings))
    return found


def _batches(
    connection: Connection, needs: frozenset[Need], program: Program, now: datetime
) -> Iterator[Sequence[Standing]]:
    last = 0
    while accounts := _next(connection, last):
        yield gather(connection, accounts, needs, now, program.book.program.feeds)
        last = accounts[-1].id


def _next(connection: Connection, last: int) -> Sequence[Row[Any]]:
    present = select(ACCOUNT).where(ACCOUNT.c.id > last, PRESENT)
    return connection.execute(present.order_by(ACCOUNT.c.id).limit(BATCH)).all()


def _ways(program: Program, now: datetime, standing: Standing, found: Survey) -> Sequence[Recipient]:
    """Answer each mail and person of the account once, whichever journeys lead there."""
    journeys = program.book.journeys.values()
    ways = (way for journey in journeys for way in recipients(now, journey, standing.behavior))
    return [*{(way.mail, way.contact.id): way for way in ways if way.mail in found.reach}.values()]


def _topic(program: Program, way: Recipient) -> str:
    return program.library[way.mail].topic


def _ask(program: Program, now: datetime, standing: Standing, way: Recipient, found: Survey) -> None:
    found.reach[way.mail] += not way.doubt
    kinds: dict[str, list[str]] = {}
    for odd in oddities(program, now, standing, way):
        kinds.setdefault(odd.kind, []).append(odd.what)
    found.odd += bool(kinds.keys() - {"held"})
    for kind, said in kinds.items():
        found.note(way.mail, _case(program, standing, way, "; ".join(said)), kind)


def _case(program: Program, standing: Standing, way: Recipient, said: str) -> Case:
    account, person = standing.account, way.contact
    name = " ".join(filter(None, (person.first_name, person.last_name))).strip() or person.email or ""
    edition = program.library.choose(way.mail, person.locale, account.key).edition
    key = standing.contact_keys[person.id]
    return Case(account.key, account.name, name, said, key, edition.variant, edition.locale)
