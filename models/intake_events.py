"""Intake of events: each recorded once, counted in the same transaction, and never silently replaced by another."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, select

from models.bulk import insert_bulk
from models.facts import KNOWN, NEW, EventFacts, Outcome, printable, start_of
from models.intake import accounts_by_key, stir, unknown_account
from models.rollup import Counts, hear
from models.tables import CONTACT, EVENT


@dataclass(frozen=True, slots=True)
class Directory:
    """The accounts and contacts that a batch of events speaks of."""

    accounts: Mapping[str, Row[Any, Any, Any]]
    accounts_by_id: Mapping[int, Row[Any, Any, Any]]
    contacts: Mapping[str, Row[Any, Any, Any]]

    def find(self, fact: EventFacts) -> tuple[Row[Any, Any, Any], int | None] | str:
        """Answer the account and contact id of an event, or why it cannot be recorded."""
        contact = self.contacts.get(fact.contact) if fact.contact else None
        if fact.contact and contact is None:
            return f'unknown contact "{printable(fact.contact)}"'
        if fact.account is None and contact is not None:
            return self.accounts_by_id[contact.account_id], contact.id
        account = self.accounts.get(fact.account or "")
        return (account, contact.id if contact else None) if account else unknown_account(fact.account)


def record_events(connection: Connection, now: datetime, facts: Sequence[EventFacts]) -> list[Outcome]:
    """Record events and count them: new, known already, refused because nobody knows the account or contact, or in
    conflict with another event under the same message id (`because` names the place where that one was told).
    """
    directory = _directory(connection, facts)
    places = [directory.find(fact) for fact in facts]
    rows: dict[str, dict[str, Any]] = {}
    for fact, place in zip(facts, places, strict=True):
        if not isinstance(place, str) and fact.message_id not in rows:
            rows[fact.message_id] = _row(fact, *place, now)
    new = _insert(connection, [*rows.values()])
    _count(connection, now, [row for key, row in rows.items() if key in new], directory)
    standing = rows | _standing(connection, rows.keys() - new)
    return [
        Outcome("refused", place) if isinstance(place, str) else _outcome(fact, new, standing)
        for fact, place in zip(facts, places, strict=True)
    ]


def _directory(connection: Connection, facts: Sequence[EventFacts]) -> Directory:
    contacts: Mapping[str, Row[Any, Any, Any]] = {}
    named = {fact.contact for fact in facts if fact.contact}
    if named:
        query = select(CONTACT.c.id, CONTACT.c.key, CONTACT.c.account_id).where(CONTACT.c.key.in_(named))
        contacts = {row.key: row for row in connection.execute(query)}
    keys = {fact.account for fact in facts if fact.account}
    accounts = accounts_by_key(connection, keys, {row.account_id for row in contacts.values()})
    return Directory({row.key: row for row in accounts}, {row.id: row for row in accounts}, contacts)


def _row(fact: EventFacts, account: Row[Any, Any, Any], contact_id: int | None, now: datetime) -> dict[str, Any]:
    day = None if isinstance(fact.at, datetime) else fact.at
    at = fact.at if isinstance(fact.at, datetime) else start_of(fact.at, ZoneInfo(account.timezone))
    return {
        "message_id": fact.message_id, "account_id": account.id, "contact_id": contact_id, "feed": fact.feed,
        "name": fact.name, "at": at, "day": day, "received_at": now, "amount": fact.amount, "digest": fact.digest,
        "origin": fact.origin, "properties": dict(fact.properties),
    }  # fmt: skip


def _insert(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """Insert the events that nobody told before; answer their message ids."""
    if not rows:
        return set()
    insert, parameters = insert_bulk(connection, EVENT, rows)
    statement = insert.on_conflict_do_nothing().returning(EVENT.c.message_id)
    return {row.message_id for row in connection.execute(statement, parameters)}


def _count(connection: Connection, now: datetime, rows: Collection[Mapping[str, Any]], directory: Directory) -> None:
    zones = {account_id: ZoneInfo(row.timezone) for account_id, row in directory.accounts_by_id.items()}
    counts, latest = Counts(), dict[str, datetime]()
    for row in rows:
        counts.add(row, zones[row["account_id"]])
        latest[row["feed"]] = max(row["at"], latest.get(row["feed"], row["at"]))
    counts.store(connection)
    stir(connection, now, {row["account_id"] for row in rows})
    hear(connection, now, latest)


def _standing(connection: Connection, message_ids: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """Answer digest and origin of the events that stand under these message ids."""
    if not message_ids:
        return {}
    query = select(EVENT.c.message_id, EVENT.c.digest, EVENT.c.origin).where(EVENT.c.message_id.in_(message_ids))
    return {row["message_id"]: dict(row) for row in connection.execute(query).mappings()}


def _outcome(fact: EventFacts, new: set[str], standing: Mapping[str, Mapping[str, Any]]) -> Outcome:
    if fact.message_id in new:
        new.remove(fact.message_id)  # the first under its id went in; what follows is compared with it
        return NEW
    stands = standing[fact.message_id]
    return KNOWN if stands["digest"] == fact.digest else Outcome("conflict", stands["origin"])
