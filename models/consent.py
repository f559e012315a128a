"""Consent: who told us not to write to them is not written to, whatever address or id they turn out to have."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from models.among import among
from models.tables import CONTACT, SUPPRESSION
from models.turn import take_turn
from models.upsert import insert_new

WISHES = ("unsubscribed", "complained", "asked")  # what a person wants; that an address bounces is no wish
SUPPRESSION_COLUMNS = ("topic", "reason", "source", "at")


def wish_place(contact: Mapping[str, Any]) -> str:
    """Answer where a contact's wishes stand: under the address, or under the contact while no address is known."""
    return contact["email"] or f"contact {contact['id']}"


def unsubscribe(connection: Connection, now: datetime, contact: int, topic: str) -> None:
    """Write that the person wants no mail on `topic` (`*`: any), by the address of the mail or the one they have now.

    Twice is once.
    """
    take_turn(connection, "together")  # nobody changes the address meanwhile
    told = {"topic": topic, "reason": "unsubscribed", "source": "unsubscribe link", "at": now}
    insert_new(connection, SUPPRESSION, [{"email": place} | told for place in _wish_places(connection, contact)])


def suppress(connection: Connection, now: datetime, email: str, topic: str, reason: str, source: str) -> None:
    """Write that nobody may write to this address on `topic` (`*`: any), and why. Twice is once."""
    row = {"email": email.lower(), "topic": topic, "reason": reason, "source": source, "at": now}
    insert_new(connection, SUPPRESSION, [row])


def address_of(connection: Connection, contact: int) -> str:
    """Answer the address of a person, also by the id of somebody who turned out to be them; empty: there is none."""
    owner = select(CONTACT.c.merged_into).where(CONTACT.c.id == contact).scalar_subquery()
    mine = or_(CONTACT.c.id == owner, (CONTACT.c.id == contact) & CONTACT.c.merged_into.is_(None))
    return connection.execute(select(CONTACT.c.email).where(mine)).scalar() or ""


def refusal_of(connection: Connection, email: str, topic: str) -> str:
    """Answer why nobody may write to this address about `topic`: `unsubscribed on 2026-03-02`; empty: one may."""
    theirs = (SUPPRESSION.c.email == email) & SUPPRESSION.c.topic.in_(("*", topic))
    query = select(SUPPRESSION.c.reason, SUPPRESSION.c.at).where(theirs).order_by(SUPPRESSION.c.at).limit(1)
    found = connection.execute(query).one_or_none()
    return f"{found.reason} on {found.at:%Y-%m-%d}" if found else ""


def topics_refused(connection: Connection, emails: Collection[str]) -> set[tuple[str, str]]:
    """Answer to which of these addresses nobody may write about which topic (`*`: any)."""
    theirs = among(connection, SUPPRESSION.c.email, emails)
    found = connection.execute(select(SUPPRESSION.c.email, SUPPRESSION.c.topic).where(theirs))
    return {(row.email, row.topic) for row in found}


def keep_wishes(connection: Connection, places: Iterable[tuple[str, str]]) -> None:
    """Let the wishes that stand in the first place of each pair stand in the second one, too."""
    moves = sorted({(old, new) for old, new in places if old != new})
    if not moves:
        return
    mine = among(connection, SUPPRESSION.c.email, {old for old, _ in moves}) & SUPPRESSION.c.reason.in_(WISHES)
    wishes = connection.execute(select(SUPPRESSION).where(mine)).mappings().all()
    rows = [
        {"email": new} | {name: wish[name] for name in SUPPRESSION_COLUMNS}
        for old, new in moves
        for wish in wishes
        if wish["email"] == old
    ]
    insert_new(connection, SUPPRESSION, rows)


def _wish_places(connection: Connection, contact: int) -> list[str]:
    owner = select(CONTACT.c.merged_into).where(CONTACT.c.id == contact).scalar_subquery()
    query = select(CONTACT.c.id, CONTACT.c.email).where(or_(CONTACT.c.id == contact, CONTACT.c.id == owner))
    return sorted({wish_place(dict(row)) for row in connection.execute(query).mappings()})
