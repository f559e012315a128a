"""What the provider told of mails: written down once, and the questions asked of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select, text

from models.among import among
from models.bulk import insert_bulk
from models.tables import ACCOUNT, ATTEMPT, CONTACT, PROVIDER_EVENT, TOUCHPOINT

AnyRow = Row[*tuple[Any, ...]]

P, T, A = PROVIDER_EVENT.c, TOUCHPOINT.c, ATTEMPT.c
ARRIVAL = text("provider_event.kind IN ('blocked', 'delivered')")  # as its partial index has it

PROOF = "processed"  # what is told at once of every mail that the provider takes; later kinds may take days


def mails_of(connection: Connection, keys: Collection[str]) -> dict[str, AnyRow]:
    """Answer the mails of these send keys, by key; another system's are not among them."""
    columns = (T.id, T.key, T.account_id, T.contact_id, T.enrollment_id, T.journey, T.step, T.channel, T.template)
    query = select(*columns).where(among(connection, T.key, keys), T.channel == "email")
    return {row.key: row for row in connection.execute(query)} if keys else {}


def add_events(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """Write down the events that nobody told before; answer their ids."""
    if not rows:
        return set()
    # In the order of their ids, so that two who are told the same never wait for each other.
    insert, parameters = insert_bulk(connection, PROVIDER_EVENT, sorted(rows, key=lambda row: str(row["event_id"])))
    statement = insert.on_conflict_do_nothing().returning(P.event_id)
    return {*connection.execute(statement, parameters).scalars().all()}


def kinds_told(connection: Connection, mails: Collection[int]) -> dict[int, set[str]]:
    """Answer the kinds of events that were told of each of these mails, of any there are."""
    query = select(P.touchpoint_id, P.kind).where(among(connection, P.touchpoint_id, mails)).distinct()
    told: dict[int, set[str]] = {}
    for mail, kind in connection.execute(query) if mails else ():
        told.setdefault(mail, set()).add(kind)
    return told


def arrivals(connection: Connection, emails: Collection[str]) -> dict[str, list[AnyRow]]:
    """Answer, for those of these addresses that ever turned a mail away, every mail turned away or delivered."""
    blocked = select(P.email).where(among(connection, P.email, emails), ARRIVAL, P.kind == "blocked").distinct()
    unwilling = connection.execute(blocked).scalars().all() if emails else []
    if not unwilling:
        return {}
    query = select(P.email, P.kind, P.at, P.touchpoint_id).where(among(connection, P.email, unwilling), ARRIVAL)
    found: dict[str, list[AnyRow]] = {}
    for row in connection.execute(query):
        found.setdefault(row.email, []).append(row)
    return found


def first_proof(connection: Connection, mail: int, since: datetime) -> datetime | None:
    """Answer when we were first told that another mail was processed which the provider took after `since`.

    Machine's time, both. It proves that whatever was taken at `since` would have been told of as well.
    """
    later = and_(A.touchpoint_id == P.touchpoint_id, A.outcome == "accepted", A.started_at > since)
    query = select(P.received_at).join(ATTEMPT, later).where(P.received_at > since, P.kind == PROOF)
    query = query.where(P.touchpoint_id != mail).order_by(P.received_at).limit(1)
    proof: datetime | None = connection.execute(query).scalar()
    return proof


def last_told(connection: Connection) -> datetime | None:
    """Answer when the provider told us of a mail last, in the machine's time."""
    told: datetime | None = connection.execute(select(func.max(P.received_at))).scalar()
    return told


def told_of(connection: Connection, account: int) -> Sequence[AnyRow]:
    """Answer what was told of the mails of an account: each kind once for each mail, with its first moment."""
    columns = (P.touchpoint_id, P.kind, func.min(P.at).label("at"), func.min(P.detail).label("detail"))
    query = select(*columns).join(TOUCHPOINT, T.id == P.touchpoint_id).where(T.account_id == account)
    return connection.execute(query.group_by(P.touchpoint_id, P.kind).order_by(P.touchpoint_id, func.min(P.at))).all()


def people_of(connection: Connection, mails: Collection[int]) -> dict[int, AnyRow]:
    """Answer for these mails the keys of account and contact, and the contact's present place for wishes.

    Of a contact who turned out to be somebody else, it is that one.
    """
    former = CONTACT.alias("former")
    person = CONTACT.c.id == func.coalesce(former.c.merged_into, former.c.id)
    names = ACCOUNT.c.key.label("account"), CONTACT.c.key.label("contact"), CONTACT.c.id.label("person")
    query = (
        select(T.id, *names, CONTACT.c.email)
        .join(ACCOUNT, ACCOUNT.c.id == T.account_id)
        .join(former, former.c.id == T.contact_id)
        .join(CONTACT, person)
        .where(among(connection, T.id, mails))
    )
    return {row.id: row for row in connection.execute(query)} if mails else {}
