"""Real accounts as recipients: found by key, gathered as they stand, with the contact who would get the mail."""

from dataclasses import dataclass

from console.workshop.recipients import Real, named
from journeys.addressee import addressee, is_expected
from journeys.behavior import Contact
from journeys.load import Book
from models.database import look
from models.directory import look_up
from models.permission import refusal_of
from models.tables import ACCOUNT
from workers.boot import App
from workers.gather import Standing, accounts_by_id, gather


@dataclass(frozen=True, slots=True)
class Person:
    """A contact one can choose."""

    key: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Found:
    """An account as it stands now: its name, its contacts, and who of them is chosen (none: it has nobody)."""

    name: str
    people: tuple[Person, ...]
    recipient: Real | None
    refuses: str = ""


def find_account(app: App, book: Book, key: str, contact: str, mail: str, topic: str) -> Found | None:
    """Answer the account with this key, looked at by `book`; none: there is none such."""
    now = app.now()
    with look(app.engine) as connection:
        row = look_up(connection, "account", [key], ACCOUNT.c.id).find(key)
        if row is None:
            return None
        needs = book.catalog.needs(book.catalog.fields)
        accounts = accounts_by_id(connection, [row.id])
        [standing] = gather(connection, accounts, needs, now, book.catalog.program.feeds)
        person = _chosen(book, standing, contact, mail)
        commercial = not is_expected(mail, book.journeys.values())
        refuses = refusal_of(connection, person.email or "", topic, commercial=commercial) if person else ""
    people = tuple(Person(standing.contact_keys[one.id], named(one), one.role) for one in standing.behavior.contacts)
    recipient = Real(app, book, standing, person, now) if person else None
    return Found(standing.account.name, people, recipient, refuses)


def _chosen(book: Book, standing: Standing, key: str, mail: str) -> Contact | None:
    """Answer the contact with this key; else whom it would go to."""
    contacts = standing.behavior.contacts
    asked = (one for one in contacts if key and standing.contact_keys[one.id] == key)
    return next(asked, None) or addressee(mail, book.journeys.values(), contacts) or next(iter(contacts), None)
