"""May we write to this address about this topic, and why not: one answer, wherever it is asked.

Transaction A asks the same in one clause (SUPPRESSED in models/mail_changes.py); a test holds them against each other.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select

from models.among import one_of
from models.places import places
from models.reasons import ANY, SPARING, weight
from models.tables import SUPPRESSION

S = SUPPRESSION.c


class Entry(NamedTuple):
    """One suppression, as it stands at its place."""

    email: str
    topic: str
    reason: str
    at: datetime


def why_not(entries: Iterable[Entry], topic: str = "", *, commercial: bool = True) -> str:
    """Answer why nobody may write about `topic` (empty: whatever it is) to whom these entries speak of; empty: one may.

    In a few words, such as `unsubscribed on 2026-03-02`. What is not `commercial` belongs to a contract: payments.
    """
    standing = [one for one in entries if _stops(one, topic, commercial=commercial)]
    if not standing:
        return ""
    first = min(standing, key=lambda one: (weight(one.reason), one.at, one.email))
    whose = f", everybody at {first.email[1:]}" if first.email.startswith("@") else ""
    return f"{first.reason} on {first.at:%Y-%m-%d}{whose}"


def _stops(entry: Entry, topic: str, *, commercial: bool) -> bool:
    return commercial or entry.reason not in SPARING if entry.topic == ANY else entry.topic == topic


def refusal_of(connection: Connection, email: str, topic: str, *, commercial: bool = True) -> str:
    """Answer why nobody may write to this address about `topic`; empty: one may."""
    return why_not(entries_of(connection, [email]).get(email, ()), topic, commercial=commercial)


def entries_of(connection: Connection, emails: Collection[str]) -> Mapping[str, Sequence[Entry]]:
    """Answer what is on record against writing to these addresses, of whatever topic; only those with any are there."""
    spoken_of: dict[str, list[str]] = {}
    for email in emails:
        for place in places(email):
            spoken_of.setdefault(place, []).append(email)
    found: dict[str, list[Entry]] = {}
    for entry in entries_at(connection, spoken_of):
        for email in spoken_of[entry.email]:
            found.setdefault(email, []).append(entry)
    return found


def entries_at(connection: Connection, places: Collection[str]) -> list[Entry]:
    """Answer what stands at these places."""
    if not places:
        return []
    return [Entry(*row) for row in connection.execute(_at(connection.dialect.name), {"places": [*places]})]


def topics_refused(connection: Connection, emails: Collection[str]) -> set[tuple[str, str]]:
    """Answer to which of these addresses nobody may write about which topic (`*`: any, but for what is expected)."""
    return {(email, one.topic) for email, entries in entries_of(connection, emails).items() for one in entries}


@lru_cache(maxsize=2)
def _at(dialect: str) -> Select[Any]:
    return select(S.email, S.topic, S.reason, S.at).where(one_of(dialect, S.email, "places"))
