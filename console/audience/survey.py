"""Every mail, written for every account that could get it: who would read something odd, by name."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from console.assembling import Program
from console.audience.lines import odd_lines
from console.audience.oddity import KINDS, Oddity
from console.audience.recipients import Recipient, recipients
from console.audience.values import odd_values
from emails.preview import SENT_WITH
from emails.template import RenderError
from journeys.catalog import context, unknowns
from journeys.needs import Need
from models.database import look
from models.tables import ACCOUNT
from workers.editions import ADDRESSED
from workers.gather import Standing, gather

BATCH = 500
SHOWN = 5  # accounts named for each kind


@dataclass(frozen=True, slots=True)
class Case:
    """An account, by key and name, with whom it is about and what would be odd."""

    account: str
    name: str
    contact: str
    what: str


@dataclass(slots=True)
class Group:
    """How many accounts would read something of one kind in a mail, and the first of them."""

    mail: str
    kind: str
    count: int = 0
    cases: list[Case] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Answer what is so about them."""
        return KINDS[self.kind]


@dataclass(slots=True)
class Survey:
    """How many people could get each mail (`reach`), and what would be odd, by mail and kind."""

    accounts: int = 0
    reach: dict[str, int] = field(default_factory=dict)
    groups: dict[tuple[str, str], Group] = field(default_factory=dict)

    def of(self, mail: str) -> list[Group]:
        """Answer what would be odd in a mail, in the order of the kinds; what is held comes last."""
        return [self.groups[mail, kind] for kind in KINDS if (mail, kind) in self.groups]

    def note(self, mail: str, case: Case, kind: str) -> None:
        """Count an account, and name it if it is among the first."""
        group = self.groups.setdefault((mail, kind), Group(mail, kind))
        group.count += 1
        if len(group.cases) < SHOWN:
            group.cases.append(case)


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
            for standing in standings:
                _look(program, now, standing, found)
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
    present = select(ACCOUNT).where(ACCOUNT.c.id > last, ACCOUNT.c.churned_at.is_(None))
    return connection.execute(present.order_by(ACCOUNT.c.id).limit(BATCH)).all()


def _look(program: Program, now: datetime, standing: Standing, found: Survey) -> None:
    journeys = program.book.journeys.values()
    ways = (way for journey in journeys for way in recipients(now, journey, standing.behavior))
    once = {(way.mail, way.contact.id): way for way in ways if way.mail in found.reach}
    for way in once.values():
        found.reach[way.mail] += not way.doubt
        kinds = {odd.kind: odd.what for odd in reversed([*_oddities(program, now, standing, way)])}
        for kind, what in kinds.items():
            person = " ".join(filter(None, (way.contact.first_name, way.contact.last_name))) or way.contact.email or ""
            found.note(way.mail, Case(standing.account.key, standing.account.name, person, what), kind)


def _oddities(program: Program, now: datetime, standing: Standing, way: Recipient) -> Iterator[Oddity]:
    mail = program.library.choose(way.mail, way.contact.locale, standing.account.key)
    names, catalog = mail.fields - ADDRESSED, program.book.catalog
    if doubt := way.doubt or next(iter(unknowns(now, catalog, standing.behavior, way.contact, names).values()), ""):
        yield Oddity("held", doubt)
        return
    known = context(now, catalog, standing.behavior, way.contact, names)
    values = _flat(known)
    yield from odd_values(now, values, catalog.fields)
    try:
        content = mail.render(_addressed(known, program))
    except RenderError as problem:
        yield Oddity("unwritable", str(problem).partition(": ")[2])
    else:
        yield from odd_lines(content, values)


def _addressed(known: Mapping[str, object], program: Program) -> dict[str, object]:
    links = known.get("links")
    return {
        **known,
        "links": {**(links if isinstance(links, dict) else {}), "unsubscribe": SENT_WITH["links.unsubscribe"]},
        "brand": {"postal_address": program.book.program.sender.postal_address},
    }


def _flat(known: Mapping[str, object]) -> dict[str, object]:
    groups = ((group, told) for group, told in known.items() if isinstance(told, dict))
    return {f"{group}.{name}": value for group, told in groups for name, value in told.items()}
