"""Recording events whose place is known: each once, and counted in the same transaction."""

from collections.abc import Collection, Container, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.among import among
from models.bulk import insert_bulk
from models.facts import KNOWN, NEW, EventFacts, Outcome, start_of
from models.hearing import Span, hear
from models.repertoire import note_names
from models.rollup import Counts
from models.shares import SUBSCRIPTIONS
from models.tables import EVENT
from models.turn import Turn

DAY = timedelta(days=1)

Rows = Mapping[str, dict[str, Any]]


class Place(NamedTuple):
    """Where an event belongs: an account, and a contact unless nobody was named or they are a stranger."""

    account: int
    contact: int | None
    stranger: str | None


class Absent(NamedTuple):
    """For whom an event has to wait (nothing: it names nobody), and why it is refused where nothing waits."""

    waits_for: str
    because: str


class Content(NamedTuple):
    """What an event says, to be compared with what comes later under the same message id."""

    name: str
    properties: Mapping[str, Any]
    digest: str
    origin: str

    def is_same(self, fact: EventFacts) -> bool:
        """Answer whether a fact says the same; where only ids count, its time and place may have changed on the way."""
        if fact.compare:
            return self.digest in ("", fact.digest)
        return (self.name, self.properties) == (fact.name, fact.properties)


def record(turn: Turn, facts: Sequence[EventFacts], places: Mapping[int, Place]) -> dict[int, Outcome]:
    """Record the facts at these places (by their number); answer for each whether it is new, known or in conflict."""
    zones = turn.zones({place.account for place in places.values()})
    rows = _rows(turn, facts, places, zones)
    new = _insert(turn, rows)
    imported = {fact.message_id for number in places if (fact := facts[number]).imported}
    _count(turn, [row for key, row in rows.items() if key in new], zones, imported)
    repeated = rows.keys() if len(rows) < len(places) else rows.keys() - new
    standing = {key: _content(rows[key]) for key in repeated & new} | _standing(turn, repeated - new)
    first = set(new)
    return {number: _outcome(facts[number], first, standing) for number in places}


def _rows(
    turn: Turn, facts: Sequence[EventFacts], places: Mapping[int, Place], zones: Mapping[int, ZoneInfo]
) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for number, (account, contact, stranger) in places.items():
        fact = facts[number]
        if fact.message_id in rows:
            continue
        moment = isinstance(fact.at, datetime)
        zone = zones[account]
        rows[fact.message_id] = {
            "message_id": fact.message_id, "account_id": account, "contact_id": contact, "feed": fact.feed,
            "name": fact.name, "at": fact.at if moment else start_of(fact.at, zone), "day": None if moment else fact.at,
            "received_at": turn.now, "amount": fact.amount, "digest": fact.digest if fact.compare else "",
            "origin": fact.origin, "properties": dict(fact.properties), "reserved": fact.reserved,
            "implied": fact.account is None, "stranger": stranger,
        }  # fmt: skip
    return rows


def _insert(turn: Turn, rows: Rows) -> set[str]:
    """Insert the events that nobody told before; answer their message ids."""
    if not rows:
        return set()
    # In the order of their ids, so that two receivers of the same events never wait for each other.
    insert, parameters = insert_bulk(turn.connection, EVENT, [rows[key] for key in sorted(rows)])
    statement = insert.on_conflict_do_nothing().returning(EVENT.c.message_id)
    return {*turn.connection.execute(statement, parameters).scalars().all()}


def _count(
    turn: Turn, rows: Collection[Mapping[str, Any]], zones: Mapping[int, ZoneInfo], imported: Container[str]
) -> None:
    counts, spans, days = Counts(), dict[str, list[Span]](), dict[str, dict[date, bool]]()
    for row in rows:
        counts.add(row, zones[row["account_id"]])
        until = row["at"] + DAY if row["day"] else row["at"]  # what is told of a day is told of all of it
        spans.setdefault(row["feed"], []).append((row["at"], until))
        told = days.setdefault(row["feed"], {})
        day = row["day"] or row["at"].astimezone(UTC).date()
        told[day] = told.get(day, False) or row["message_id"] in imported
        if row["reserved"] and row["name"] in SUBSCRIPTIONS:
            turn.subscribers.add(row["account_id"])
        if row["reserved"] or turn.wakes(row["name"]):
            turn.stirred.add(row["account_id"])
    counts.store(turn.connection)
    latest = {feed: max(until for _, until in told) for feed, told in spans.items()}
    hear(turn.connection, turn.now, latest, spans, days)
    note_names(turn.connection, {(row["feed"], row["name"]) for row in rows})


def _standing(turn: Turn, message_ids: Collection[str]) -> dict[str, Content]:
    """Answer what stands under these message ids."""
    if not message_ids:
        return {}
    columns = [EVENT.c[name] for name in Content._fields]
    query = select(EVENT.c.message_id, *columns).where(among(turn.connection, EVENT.c.message_id, message_ids))
    return {key: Content(*content) for key, *content in turn.connection.execute(query)}


def _content(row: Mapping[str, Any]) -> Content:
    return Content(*(row[name] for name in Content._fields))


def _outcome(fact: EventFacts, first: set[str], standing: Mapping[str, Content]) -> Outcome:
    if fact.message_id in first:
        first.remove(fact.message_id)  # the first under its id went in; what follows is compared with it
        return NEW
    stands = standing.get(fact.message_id)
    return KNOWN if stands is None or stands.is_same(fact) else Outcome("conflict", stands.origin)
