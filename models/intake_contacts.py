"""Intake of contacts: what is told of persons, the later told standing, and which account they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from models.belonging import GREENWICH, Belonging, Home, belong, belongings, latest_home, write_belongings
from models.bulk import insert_bulk, update_bulk
from models.consent import keep_wishes, wish_place
from models.directory import Directory, look_up, unknown_account
from models.facts import CHANGED, KNOWN, NEW, ContactFacts, Outcome
from models.last_told import in_moments, tell
from models.moving import bring_home
from models.places import key_place
from models.prompts import recall_prompts
from models.tables import ACCOUNT, CONTACT
from models.turn import Turn, changes
from models.waiting_room import wait

FRESH: dict[str, Any] = {
    "account_id": 0, "email": None, "first_name": None, "last_name": None, "role": "user", "timezone": None,
    "locale": None, "left_at": None, "merged_into": None, "traits": {}, "told": {},
}  # fmt: skip
TOLD_COLUMNS = tuple(FRESH)


@dataclass(slots=True)
class People:
    """The contacts that a batch speaks of, as they were and as they are to be, by their own keys."""

    homes: Directory
    contacts: Directory
    before: dict[str, dict[str, Any]]
    after: dict[str, dict[str, Any]]
    belongings: dict[str, Belonging]
    placed: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)


def take_contacts(turn: Turn, facts: Sequence[ContactFacts], *, patient: bool) -> list[Outcome]:
    """Take what is told of contacts: new, changed, known; of whom we know no account, waiting (patient) or refused."""
    if not facts:
        return []
    people = _people(turn, facts)
    outcomes = {place: _take(turn, people, facts[place]) for place in _order(facts, patient=patient)}
    _write(turn, people)
    lost = [place for place in range(len(facts)) if outcomes[place].kind == "refused"]
    if patient:
        waits = wait(turn, [(_waits_for(people, facts[place]), facts[place]) for place in lost])
        outcomes |= dict(zip(lost, waits, strict=True))
    return [outcomes[place] for place in range(len(facts))]


def write_contacts(turn: Turn, rows: Sequence[dict[str, Any]]) -> None:
    """Write contacts that are there already, keys and all."""
    update_bulk(turn.connection, CONTACT, [{name: row[name] for name in ("id", "key", *TOLD_COLUMNS)} for row in rows])


def _order(facts: Sequence[ContactFacts], *, patient: bool) -> list[int]:
    """Answer whom to take first: those with an account, so that nobody waits for what is told in the same batch."""
    places = range(len(facts))
    return sorted(places, key=lambda place: facts[place].account is None) if patient else [*places]


def _people(turn: Turn, facts: Sequence[ContactFacts]) -> People:
    homes = look_up(turn.connection, "account", {fact.account for fact in facts}, ACCOUNT.c.id)
    contacts = look_up(turn.connection, "contact", {fact.key for fact in facts}, *CONTACT.c)
    before = {key: dict(row._mapping) for key, row in contacts.rows.items()}
    told = belongings(turn.connection, {row["id"] for row in before.values()})
    return People(homes, contacts, before, dict(before), {key: told[row["id"]] for key, row in before.items()})


def _take(turn: Turn, people: People, fact: ContactFacts) -> Outcome:
    key, home = people.contacts.key(fact.key), people.homes.find(fact.account)
    stands = people.after.get(key)
    if home is None and (fact.account or stands is None):
        return Outcome("refused", unknown_account(fact.account))
    row = tell(stands or {"key": key, **FRESH}, fact.columns, fact.traits, fact.at, turn.now)
    row = in_moments(row, GREENWICH)
    if home is not None:
        belonging = people.belongings.setdefault(key, {})
        news = belong(belonging, Home(home.key, home.id), fact.at, turn.now)
        people.placed |= {key} if news else set()
        people.moved |= {key} if news == "moves" else set()
        row["account_id"] = latest_home(belonging).id
    people.after[key] = row
    return NEW if stands is None else CHANGED if changes(stands, row) else KNOWN


def _waits_for(people: People, fact: ContactFacts) -> str:
    return people.homes.absent(fact.account) if fact.account else people.contacts.absent(fact.key)


def _write(turn: Turn, people: People) -> None:
    after, before = people.after, people.before
    ids = {key: row["id"] for key, row in before.items()}
    new = {key: row for key, row in sorted(after.items()) if key not in before}
    ids |= _insert(turn, [*new.values()])
    changed = {key: row for key, row in before.items() if row != after[key]}
    write_contacts(turn, [after[key] for key in changed])
    moves = [(wish_place(row), wish_place(after[key])) for key, row in changed.items()]
    moves += [(key_place(key), wish_place(row | {"id": ids[key]})) for key, row in new.items()]
    keep_wishes(turn.connection, moves)
    write_belongings(turn.connection, {ids[key]: people.belongings[key] for key in people.placed})
    if moved := {ids[key]: people.belongings[key] for key in people.moved if key in before}:
        bring_home(turn, moved)
    touched = [row for key in after for row in (before.get(key), after[key]) if changes(before.get(key), after[key])]
    turn.stirred |= {row["account_id"] for row in touched if row}
    if others := {row["account_id"] for key, row in changed.items() if _stands(row) != _stands(after[key])}:
        recall_prompts(turn.connection, others, turn.now)


def _stands(row: dict[str, Any]) -> tuple[Any, ...]:
    """Answer what decides whether somebody is the one to be spoken to inside the product."""
    return row["account_id"], row["role"], row["left_at"]


def _insert(turn: Turn, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    if not rows:
        return {}
    insert, parameters = insert_bulk(turn.connection, CONTACT, [row | {"created_at": turn.now} for row in rows])
    found = turn.connection.execute(insert.returning(CONTACT.c.key, CONTACT.c.id), parameters)
    turn.known |= {f"contact {row['key']}" for row in rows}
    return {row.key: row.id for row in found}
