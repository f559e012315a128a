"""What the provider told of mails, written down: each event once, and all that follows from it in one transaction."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert

from emails.sendgrid_events import Kind, MailEvent
from journeys.reserved import TENURE
from models.bounces import give_up, judge_soft
from models.consent import wish_place
from models.facts import EventFacts
from models.intake import record_events
from models.provider_events import add_events, arrivals, mails_of, people_of
from models.reasons import ANY, WISHES
from models.tables import DECISION
from models.turn import take_turn
from workers.aftermath import ledger_line
from workers.editions import Edition
from workers.soft_bounces import keeps_refusing
from workers.told import settle_told

# What journeys may ask for. That a mail was opened is none of it: machines open mails.
TOLD: Mapping[Kind, str] = {
    "clicked": "mail clicked", "bounced": "mail bounced", "complained": "mail complained",
    "unsubscribed": "unsubscribed",
}  # fmt: skip
# What somebody who reads an account's story wants to know; the rest stands beside the mail (`told_of`).
NOTED: Mapping[Kind, str] = {
    "bounced": "the address does not exist any more, nobody writes to it again",
    "complained": "somebody called it spam, nobody writes to this address again",
    "unsubscribed": "they unsubscribed at the provider, nobody writes to this address again",
}

Known = Sequence[tuple[MailEvent, Row[Any]]]


@dataclass(frozen=True, slots=True)
class Taken:
    """How many events of a batch were news, known already, and about mails that are none of ours."""

    recorded: int
    known: int
    ignored: int


def take_events(
    connection: Connection, edition: Edition | None, told: Sequence[MailEvent], now: datetime, machine: datetime
) -> Taken:
    """Write down what was told, and all that follows. What it comes to is the same in whatever order and how often."""
    each = {event.id: event for event in told}.values()
    mails = mails_of(connection, {event.key for event in each if event.key})
    ours = [(event, mails[event.key]) for event in each if event.key in mails]
    if not ours:
        return Taken(0, 0, len(each))
    take_turn(connection, "together")  # first: nobody who tells of people waits for us while we wait for them
    new = add_events(connection, [_row(event, mail, now, machine) for event, mail in ours])
    news = [(event, mail) for event, mail in ours if event.id in new]
    _settle(connection, edition, news, now, machine)
    _suppress(connection, news, now)
    _tell(connection, news, now)
    return Taken(len(news), len(ours) - len(news), len(each) - len(ours))


def _row(event: MailEvent, mail: Row[Any], now: datetime, machine: datetime) -> dict[str, Any]:
    return {
        "event_id": event.id, "touchpoint_id": mail.id, "kind": event.kind, "email": event.email,
        "detail": event.detail, "at": event.at or now, "received_at": machine,
    }  # fmt: skip


def _settle(connection: Connection, edition: Edition | None, news: Known, now: datetime, machine: datetime) -> None:
    dropped = {mail.id for event, mail in news if event.kind == "dropped"}
    settle_told(connection, edition, {mail.id for _, mail in news}, now, machine, dropped)


def _suppress(connection: Connection, news: Known, now: datetime) -> None:
    """Suppress the address to which the mail went; what a person wants holds for the address they have now, too."""
    final = [(event, mail) for event, mail in news if event.verdict]
    people = people_of(connection, {mail.id for event, mail in final if event.verdict in WISHES})
    for event, mail in sorted(final, key=lambda one: one[0].id):
        person = people.get(mail.id) if event.verdict in WISHES else None
        give_up(connection, _places(event, person), event.verdict, event.at or now)
    tried = {event.email for event, _ in news if event.kind in ("blocked", "delivered") and event.email}
    judge_soft(connection, {email: _given_up(rows) for email, rows in arrivals(connection, tried).items()}, now)


def _places(event: MailEvent, person: Row[Any] | None) -> Collection[str]:
    now = wish_place({"id": person.person, "email": person.email}) if person else ""
    return {place for place in (event.email, now) if place}


def _given_up(rows: Sequence[Row[Any]]) -> datetime | None:
    blocks = ((row.at, row.touchpoint_id) for row in rows if row.kind == "blocked")
    return keeps_refusing(blocks, (row.at for row in rows if row.kind == "delivered"))


def _tell(connection: Connection, news: Known, now: datetime) -> None:
    """Tell the ledger and the account's events what somebody may want to know."""
    lines = [line for event, mail in news if (line := _line(event, mail, now))]
    if lines:
        connection.execute(insert(DECISION), lines)
    telling = [(event, mail) for event, mail in news if event.kind in TOLD]
    people = people_of(connection, {mail.id for _, mail in telling})
    record_events(connection, now, [*_facts(telling, people, now)])


def _line(event: MailEvent, mail: Row[Any], now: datetime) -> dict[str, Any] | None:
    if event.kind not in NOTED:
        return None
    because = f"{NOTED[event.kind]}: {event.detail}" if event.detail else NOTED[event.kind]
    return ledger_line(mail, event.kind, because, now, None)


def _facts(telling: Known, people: Mapping[int, Row[Any]], now: datetime) -> Iterator[EventFacts]:
    for event, mail in telling:
        person = people.get(mail.id)
        if person is not None:
            yield EventFacts(
                f"mail:{event.id}", TOLD[event.kind], min(event.at or now, now), TENURE, person.account, person.contact,
                properties=_properties(event, mail),
                reserved=True, compare=False,
            )  # fmt: skip


def _properties(event: MailEvent, mail: Row[Any]) -> dict[str, Any]:
    if event.kind == "unsubscribed":
        return {"topic": ANY}  # whoever ends it at the provider ends it all
    return {"message": mail.template, "journey": mail.journey, "step": mail.step}
