"""Consent: who told us not to write to them is not written to, whatever address or id they turn out to have."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, tuple_

from models.among import among
from models.places import clean_place, fingerprint
from models.reasons import WISHES
from models.tables import CONSENT_CHANGE, CONTACT, SUPPRESSION
from models.turn import take_turn
from models.upsert import insert_new

S = SUPPRESSION.c
ELSEWHERE = "it was said at another address of the same person"
SUPPRESSION_COLUMNS = ("topic", "reason", "source", "at")


def wish_place(contact: Mapping[str, Any]) -> str:
    """Answer where a contact's wishes stand: under the address, or under the contact while no address is known."""
    return contact["email"] or f"contact {contact['id']}"


def suppress(
    connection: Connection, now: datetime, email: str, topic: str, reason: str, source: str, *, because: str = ""
) -> bool:
    """Write that an address, or a domain `@example.com`, gets no mail about `topic` (`*`: any); answer if that is new.

    Twice is once, and every reason stands by itself. Of an address that was forgotten nothing more is written down: it
    gets no mail anyway. Raises ValueError for what is neither an address nor a domain.
    """
    take_turn(connection, "together")  # nobody changes the address meanwhile
    return bool(suppress_places(connection, now, [clean_place(email)], topic, reason, source, because))


def unsubscribe(
    connection: Connection, now: datetime, contact: int, topic: str, source: str = "unsubscribe link"
) -> list[int]:
    """Write that the person wants no mail on `topic` (`*`: any), by the address of the mail or the one they have now.

    Twice is once. Answer the changes that were written, by their ids; none: they wanted none before.
    """
    take_turn(connection, "together")
    return suppress_places(connection, now, wish_places(connection, contact), topic, "unsubscribed", source)


def suppress_places(
    connection: Connection, now: datetime, places: Collection[str], topic: str, reason: str, source: str,
    because: str = "",
) -> list[int]:  # fmt: skip
    """Write the same of several places, as they stand in suppressions; answer the changes, by their ids.

    Whoever calls it has taken the turn.
    """
    told = {"topic": topic, "reason": reason, "source": source, "at": now}
    rows = [{"email": place} | told for place in places if not _is_forgotten(connection, place)]
    new = {row.email for row in insert_new(connection, SUPPRESSION, rows, S.email)}
    return _record(connection, [row | {"allowed": False, "because": because} for row in rows if row["email"] in new])


def lock_person(connection: Connection, contact: int) -> list[str]:
    """Answer where the wishes of a person stand, and let nobody else change them until the transaction is over."""
    take_turn(connection, "together")
    connection.execute(select(CONTACT.c.id).where(CONTACT.c.id == contact).with_for_update())
    return wish_places(connection, contact)


def stop(connection: Connection, now: datetime, place: str, topics: Collection[str], source: str) -> list[int]:
    """Write that whoever is at a place wants no mail on these topics. Answer the changes, by their ids."""
    told = (suppress_places(connection, now, [place], topic, "unsubscribed", source) for topic in sorted(topics))
    return [change for changes in told for change in changes]


def allow(
    connection: Connection,
    now: datetime,
    place: str,
    what: Collection[tuple[str, str]],
    source: str,
    because: str = "",
) -> list[int]:
    """Take back what stands against a place: these topics, each for its reason. Answer the changes, by their ids.

    What is taken back stays in the record.
    """
    if not what:
        return []
    mine = (S.email == place) & tuple_(S.topic, S.reason).in_(sorted(what))
    gone = connection.execute(delete(SUPPRESSION).where(mine).returning(S.email, S.topic, S.reason)).all()
    rows = [dict(row._mapping) | {"allowed": True, "source": source, "because": because, "at": now} for row in gone]
    return _record(connection, rows)


def address_of(connection: Connection, contact: int) -> str:
    """Answer the address of a person, also by the id of somebody who turned out to be them; empty: there is none."""
    owner = select(CONTACT.c.merged_into).where(CONTACT.c.id == contact).scalar_subquery()
    mine = or_(CONTACT.c.id == owner, (CONTACT.c.id == contact) & CONTACT.c.merged_into.is_(None))
    return connection.execute(select(CONTACT.c.email).where(mine)).scalar() or ""


def keep_wishes(connection: Connection, places: Iterable[tuple[str, str]]) -> None:
    """Let the wishes that stand in the first place of each pair stand in the second one, too."""
    moves = sorted({(old, new) for old, new in places if old != new})
    if not moves:
        return
    mine = among(connection, S.email, {old for old, _ in moves}) & S.reason.in_(WISHES)
    wishes = connection.execute(select(SUPPRESSION).where(mine)).mappings().all()
    rows = [
        {"email": new} | {name: wish[name] for name in SUPPRESSION_COLUMNS}
        for old, new in moves
        for wish in wishes
        if wish["email"] == old
    ]
    new = {
        (row.email, row.topic, row.reason)
        for row in insert_new(connection, SUPPRESSION, rows, S.email, S.topic, S.reason)
    }
    kept = [row for row in rows if (row["email"], row["topic"], row["reason"]) in new]
    _record(connection, [row | {"allowed": False, "because": ELSEWHERE} for row in kept])


def wish_places(connection: Connection, contact: int) -> list[str]:
    """Answer where the wishes of a person stand, also by the id of somebody who turned out to be them."""
    owner = select(CONTACT.c.merged_into).where(CONTACT.c.id == contact).scalar_subquery()
    query = select(CONTACT.c.id, CONTACT.c.email).where(or_(CONTACT.c.id == contact, CONTACT.c.id == owner))
    return sorted({wish_place(dict(row)) for row in connection.execute(query).mappings()})


def _is_forgotten(connection: Connection, place: str) -> bool:
    return connection.execute(select(S.reason).where(S.email == fingerprint(place)).limit(1)).first() is not None


def _record(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> list[int]:
    change = insert(CONSENT_CHANGE).returning(CONSENT_CHANGE.c.id)
    return [connection.execute(change, dict(row)).scalar_one() for row in rows]
