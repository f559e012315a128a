"""The list of whom we must not write to: many at once, read, and taken back by one of us."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select

from models.among import among
from models.bulk import insert_bulk
from models.consent import allow
from models.permission import Entry, entries_at
from models.places import fingerprint, places
from models.reasons import WISHES
from models.tables import CONSENT_CHANGE, SUPPRESSION
from models.turn import take_turn

S, C = SUPPRESSION.c, CONSENT_CHANGE.c


class OwnWish(Exception):  # noqa: N818 - it is what stands in the way
    """What is to be taken back is what the person wanted; the entries say what."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Hold the entries."""
        super().__init__("a person's own wish is taken back only if they asked for it")
        self.entries = entries


def suppress_all(connection: Connection, rows: Sequence[Mapping[str, Any]], because: str = "") -> int:
    """Write these suppressions (email: a clean place, topic, reason, source, at); answer how many are new.

    Of addresses that were forgotten nothing is written down.
    """
    take_turn(connection, "together")
    prints = {fingerprint(row["email"]): row["email"] for row in rows}
    found = connection.execute(select(S.email).where(among(connection, S.email, [*prints]))).scalars()
    forgotten = {prints[place] for place in found}
    told = [dict(row) for row in rows if row["email"] not in forgotten]
    if not told:
        return 0
    statement, parameters = insert_bulk(connection, SUPPRESSION, told)
    new = connection.execute(statement.on_conflict_do_nothing().returning(S.email, S.topic, S.reason), parameters).all()
    by_key = {(row["email"], row["topic"], row["reason"]): row for row in told}
    changes = [dict(by_key[row.email, row.topic, row.reason]) for row in new]
    if changes:
        connection.execute(insert(CONSENT_CHANGE), [one | {"allowed": False, "because": because} for one in changes])
    return len(changes)


def take_back(
    connection: Connection,
    now: datetime,
    place: str,
    topic: str,
    source: str,
    because: str,
    *,
    they_asked: bool = False,
) -> list[Entry]:
    """Take back what stands against a place for a topic; answer what did. It stays in the record.

    Raises OwnWish where that is what the person wanted, unless they asked for it.
    """
    take_turn(connection, "together")
    mine = [one for one in entries_at(connection, [place, fingerprint(place)]) if one.topic == topic]
    wishes = [one for one in mine if one.reason in WISHES]
    if wishes and not they_asked:
        raise OwnWish(wishes)
    for one in mine:
        allow(connection, now, one.email, [(one.topic, one.reason)], source, because)
    return mine


def listed(connection: Connection, reasons: Collection[str], limit: int) -> tuple[int, Sequence[Row[Any]]]:
    """Answer how many suppressions there are, for these reasons (none: any), and the newest of them."""
    mine = [S.reason.in_(sorted(reasons))] if reasons else []
    number = connection.execute(select(func.count()).select_from(SUPPRESSION).where(*mine)).scalar_one()
    query = select(SUPPRESSION).where(*mine).order_by(S.at.desc(), S.email, S.topic).limit(limit)
    return number, connection.execute(query).all()


def record_of(connection: Connection, place: str) -> Sequence[Row[Any]]:
    """Answer every change that concerned an address, or a domain, the oldest first."""
    spoken_of = [place] if place.startswith("@") else [*places(place)]
    return connection.execute(select(CONSENT_CHANGE).where(or_(C.email.in_(spoken_of))).order_by(C.id)).all()
