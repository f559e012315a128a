"""The script: a book as deeds in the order of time, and how a deed is told to Tenure by the door of the import."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from console.demo.book import Book
from console.demo.customer import Change, Customer, Happening, Person
from console.demo.troubles import TROUBLES
from models.facts import AccountFacts, ContactFacts, EventFacts
from models.hearing import hear
from models.intake import record_accounts, record_contacts, record_events
from models.tables import SUPPRESSION
from models.upsert import insert_new

ORIGIN = "the demonstration's book"


@dataclass(frozen=True, slots=True)
class Deed:
    """What becomes known at one moment: a customer signs up, leaves, or does something."""

    at: datetime
    accounts: tuple[AccountFacts, ...] = ()
    contacts: tuple[ContactFacts, ...] = ()
    events: tuple[EventFacts, ...] = ()
    unsubscribed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """What is played from `starts` to `ends`: deeds, oldest first. `name` says which one, `title` what it is about.

    `feeds` are never silent; `grid` is how far apart the looks are, `troubles` what the provider does on purpose.
    """

    name: str
    title: str
    starts: datetime
    ends: datetime
    deeds: Sequence[Deed]
    feeds: Sequence[str]
    grid: timedelta
    troubles: Sequence[Mapping[str, object]] = TROUBLES


def script_of(book: Book) -> Script:
    """Answer the script of an invented book."""
    return Script(f"seed {book.seed}", f"{book}", book.starts, book.ends, deeds_of(book), book.feeds, book.grid)


def deeds_of(book: Book) -> list[Deed]:
    """Answer everything that happens in `book`, oldest first."""
    deeds = [deed for customer in book.customers for deed in _deeds(customer)]
    return sorted((deed for deed in deeds if deed.at <= book.ends), key=lambda deed: deed.at)


def tell(connection: Connection, now: datetime, deeds: Sequence[Deed], feeds: Sequence[str]) -> None:
    """Record these deeds as the import would; whoever they are about is looked at from `now` on.

    The feeds are heard from each time, whether they have something to tell or not: a quiet weekend is no broken pipe.
    """
    hear(connection, now, dict.fromkeys(feeds, now))
    record_accounts(connection, now, [fact for deed in deeds for fact in deed.accounts])
    record_contacts(connection, now, [fact for deed in deeds for fact in deed.contacts])
    record_events(connection, now, [fact for deed in deeds for fact in deed.events])
    gone = [address for deed in deeds for address in deed.unsubscribed]
    rows = [{"email": email, "topic": "*", "reason": "unsubscribed", "source": ORIGIN, "at": now} for email in gone]
    insert_new(connection, SUPPRESSION, rows)


def _deeds(customer: Customer) -> Iterator[Deed]:
    yield _sign_up(customer)
    for person in customer.people:
        if person.since:
            yield Deed(customer.signed_up_at + timedelta(days=person.since), contacts=(_contact(customer, person),))
    for change in customer.changes:
        yield _change(customer, change)
    for happening in customer.happenings:
        yield Deed(happening.at, events=(_event(customer, happening),))


def _sign_up(customer: Customer) -> Deed:
    told = ("name", "country", "timezone", "industry", "plan", "seats", "arr_cents", "signed_up_at")
    columns = {name: getattr(customer, name) for name in told}
    return Deed(
        customer.signed_up_at,
        (AccountFacts(customer.key, columns | dict(customer.terms), {"archetype": customer.archetype}),),
        tuple(_contact(customer, person) for person in customer.people if not person.since),
        unsubscribed=tuple(person.email for person in customer.people if person.unsubscribed and person.email),
    )


def _change(customer: Customer, change: Change) -> Deed:
    if change.person:
        return Deed(change.at, contacts=(ContactFacts(change.person, customer.key, change.columns),))
    return Deed(change.at, (AccountFacts(customer.key, change.columns, change.traits),))


def _contact(customer: Customer, person: Person) -> ContactFacts:
    told = ("email", "first_name", "last_name", "role")
    traits = {"team": person.team} if person.team else {}
    return ContactFacts(person.key, customer.key, {name: getattr(person, name) for name in told}, traits)


def _event(customer: Customer, happening: Happening) -> EventFacts:
    return EventFacts(
        message_id=happening.key,
        name=happening.name,
        at=happening.at,
        feed=happening.feed,
        account=customer.key,
        contact=happening.by,
        amount=happening.amount,
        properties=happening.properties,
        origin=ORIGIN,
        reserved=happening.reserved,
    )
