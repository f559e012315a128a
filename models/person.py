"""One person, however they are known: every contact, key and address of theirs."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from models.among import among
from models.places import clean_place
from models.tables import ALIAS, CONTACT, MEMBERSHIP, PROVIDER_EVENT, TASK, TOUCHPOINT

C = CONTACT.c


@dataclass(slots=True)
class Person:
    """Contacts by their ids, other keys, addresses and names; `accounts` are those they are or were contacts of."""

    contacts: dict[int, Row[Any]] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    accounts: set[int] = field(default_factory=set)

    @property
    def names(self) -> set[str]:
        """Answer how they are called: in full, and by each name."""
        rows = self.contacts.values()
        parts = {part for row in rows for part in (row.first_name, row.last_name) if part}
        return parts | {f"{row.first_name} {row.last_name}" for row in rows if row.first_name and row.last_name}


def find_person(connection: Connection, said: str) -> Person:
    """Answer who is meant by an address, or by a key or another name of a contact; with nobody in it, nobody is known.

    Who has the same address is the same person, and so is who turned out to be.
    """
    person = Person(keys={said.strip()})
    if "@" in said:
        person.keys.add(said.strip().lower())
        person.addresses.add(_address(said))
    while _learn(connection, person):
        pass
    _look_around(connection, person)
    return person


def _address(said: str) -> str:
    """Answer an address as it stands here, from how people write it; of what is none, its letters."""
    try:
        return clean_place(said)
    except ValueError:
        return said.strip().lower()


def _learn(connection: Connection, person: Person) -> bool:
    """Add whom what is known leads to; answer whether that was anybody or anything new."""
    before = len(person.contacts), len(person.keys), len(person.addresses)
    names = select(ALIAS).where(ALIAS.c.noun == "contact", _either(connection, person, ALIAS.c.key, ALIAS.c.target))
    person.keys |= {key for row in connection.execute(names) for key in (row.key, row.target)}
    joined = {row.merged_into for row in person.contacts.values() if row.merged_into}
    theirs = [among(connection, C.key, person.keys), among(connection, C.email, person.addresses)]
    theirs += [among(connection, C.id, joined), among(connection, C.merged_into, [*person.contacts])]
    person.addresses |= {key.lower() for key in person.keys if "@" in key}
    for row in connection.execute(select(CONTACT).where(or_(*theirs))):
        person.contacts[row.id] = row
        person.keys.add(row.key)
        person.addresses |= {row.email} if row.email else set()
    return before != (len(person.contacts), len(person.keys), len(person.addresses))


def _either(connection: Connection, person: Person, *columns: Any) -> Any:
    return or_(*(among(connection, column, person.keys) for column in columns))


def _look_around(connection: Connection, person: Person) -> None:
    """Add every account they were a contact of, and the addresses to which mails of theirs went before."""
    person.accounts |= {row.account_id for row in person.contacts.values()}
    for table in (MEMBERSHIP, TOUCHPOINT, TASK):
        mine = among(connection, table.c.contact_id, [*person.contacts])
        person.accounts |= {*connection.execute(select(table.c.account_id).where(mine).distinct()).scalars()}
    told = select(PROVIDER_EVENT.c.email).join(TOUCHPOINT, TOUCHPOINT.c.id == PROVIDER_EVENT.c.touchpoint_id)
    mine = among(connection, TOUCHPOINT.c.contact_id, [*person.contacts]) & (PROVIDER_EVENT.c.email != "")
    person.addresses |= {*connection.execute(told.where(mine).distinct()).scalars()}
