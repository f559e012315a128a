"""Belonging: which account a person belonged to from when on, and at a moment."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from models.among import among
from models.bulk import insert_bulk
from models.facts import start_of
from models.tables import ACCOUNT, MEMBERSHIP

GREENWICH = ZoneInfo("UTC")


class Home(NamedTuple):
    """An account as somebody's home; of two told of the same moment the greater key stands."""

    key: str
    id: int


Belonging = dict[datetime, Home]


def belongings(connection: Connection, contacts: Collection[int]) -> dict[int, Belonging]:
    """Answer the accounts that contacts belonged to, by contact id and the moment from when on."""
    t = MEMBERSHIP.c
    query = select(t.contact_id, t.since, ACCOUNT.c.key, ACCOUNT.c.id).join(ACCOUNT, ACCOUNT.c.id == t.account_id)
    found: dict[int, Belonging] = {contact: {} for contact in contacts}
    for row in connection.execute(query.where(among(connection, t.contact_id, contacts))) if contacts else ():
        found[row.contact_id][row.since] = Home(row.key, row.id)
    return found


def home_at(belonging: Belonging, at: datetime | date) -> Home:
    """Answer where somebody belonged at a moment, or a day: their first home, if that was before."""
    if len(belonging) == 1:
        return next(iter(belonging.values()))
    moment = at if isinstance(at, datetime) else start_of(at, GREENWICH)
    before = [since for since in belonging if since <= moment]
    return belonging[max(before) if before else min(belonging)]


def latest_home(belonging: Belonging) -> Home:
    """Answer where somebody belongs."""
    return belonging[max(belonging)]


def belong(belonging: Belonging, home: Home, at: datetime | None, now: datetime) -> Literal["", "stays", "moves"]:
    """Note that somebody belongs to an account from a moment on; answer whether that is new, and moves what happened.

    Told as of now (none), nothing is noted of what is so anyway.
    """
    if at is None and belonging and latest_home(belonging) == home:
        return ""
    since = (at or now).astimezone(UTC)
    stands = belonging.get(since)
    if at is not None and stands is not None and stands >= home:
        return ""
    moves = bool(belonging) and (home_at(belonging, since) != home or stands is not None)
    belonging[since] = home
    return "moves" if moves else "stays"


def write_belongings(connection: Connection, told: Mapping[int, Belonging]) -> None:
    """Write where contacts (by id) belong, from which moments on."""
    rows = [
        {"contact_id": contact, "since": since, "account_id": home.id}
        for contact, belonging in sorted(told.items())
        for since, home in belonging.items()
    ]
    if rows:
        insert, parameters = insert_bulk(connection, MEMBERSHIP, rows)
        changes = {"account_id": insert.excluded.account_id}
        connection.execute(
            insert.on_conflict_do_update(index_elements=["contact_id", "since"], set_=changes), parameters
        )
