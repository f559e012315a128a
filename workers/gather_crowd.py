"""From roll-ups to crowds: how many people were active on each day, and each of them on which day last."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, select

from journeys import needs
from journeys.behavior import Crowd
from models.among import among
from models.tables import EVENT_DAY
from workers.todays import Todays

T = EVENT_DAY.c
NOBODY = 0  # the contact of what was done by nobody in particular


def crowds_of(connection: Connection, todays: Todays, asked: Collection[needs.Need]) -> dict[int, Crowd]:
    """Answer who was active at each account, as far back as `asked`; accounts with nothing of it are left out."""
    daily = _daily(connection, todays, [need for need in asked if isinstance(need, needs.Crowd)])
    seen = _seen(connection, todays, [need for need in asked if isinstance(need, needs.Seen)])
    crowds = {}
    for account in daily.keys() | seen.keys():
        people = seen.get(account, {})
        unnamed = people.pop(NOBODY, None)
        crowds[account] = Crowd(tuple(daily.get(account, ())), people, unnamed)
    return crowds


def _daily(connection: Connection, todays: Todays, asked: Collection[needs.Crowd]) -> dict[int, list[tuple[date, int]]]:
    found: dict[int, list[tuple[date, int]]] = {}
    if asked:
        query = (
            select(T.account_id, T.day, func.count(T.contact_id.distinct()))
            .where(_active(connection, todays, asked), T.contact_id != NOBODY)
            .group_by(T.account_id, T.day)
            .order_by(T.account_id, T.day)
        )
        for account, day, people in connection.execute(query).all():
            found.setdefault(account, []).append((day, people))
    return found


def _seen(connection: Connection, todays: Todays, asked: Collection[needs.Seen]) -> dict[int, dict[int, date]]:
    found: dict[int, dict[int, date]] = {}
    if asked:
        query = (
            select(T.account_id, T.contact_id, *todays.newest(T.day))
            .where(_active(connection, todays, asked))
            .group_by(T.account_id, T.contact_id)
        )
        for account, contact, *newest in connection.execute(query).all():
            if day := todays.pick(account, newest):
                found.setdefault(account, {})[contact] = day
    return found


def _active(connection: Connection, todays: Todays, asked: Collection[needs.Crowd | needs.Seen]) -> ColumnElement[bool]:
    """Answer the condition that one of the events happened to one of the accounts, as far back as anybody asks."""
    events = frozenset[str]().union(*(need.events for need in asked))
    oldest = todays.since(max(need.days for need in asked))
    return (
        among(connection, T.account_id, todays.ids)
        & among(connection, T.name, events)
        & (T.day >= oldest)
        & (T.amount > 0)
    )
