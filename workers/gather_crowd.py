"""From roll-ups to crowds: how many people were active on each day, and each of them on which day last."""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from journeys import needs
from journeys.behavior import Crowd
from models.among import one_of
from models.tables import EVENT_DAY
from workers.todays import Todays, newest, since

T = EVENT_DAY.c
NOBODY = 0  # the contact of what was done by nobody in particular

Active = frozenset[str]  # events of which any is activity


def crowds_of(connection: Connection, todays: Todays, asked: frozenset[needs.Need]) -> dict[int, Crowd]:
    """Answer who was active at each account, as far back as `asked`; accounts with nothing of it are left out."""
    daily = _daily(connection, todays, [need for need in asked if isinstance(need, needs.Crowd)])
    seen = _seen(connection, todays, [need for need in asked if isinstance(need, needs.Seen)])
    crowds = {}
    for account in daily.keys() | seen.keys():
        people = seen.get(account, {})
        unnamed = people.pop(NOBODY, None)
        crowds[account] = Crowd(tuple(daily.get(account, ())), people, unnamed)
    return crowds


def _daily(connection: Connection, todays: Todays, asked: list[needs.Crowd]) -> dict[int, list[tuple[date, int]]]:
    found: dict[int, list[tuple[date, int]]] = {}
    if asked:
        events, days = _as_far_as(asked)
        query = _of_days(connection.dialect.name, events, days)
        for account, day, people in connection.execute(query, todays.asked([days])).all():
            found.setdefault(account, []).append((day, people))
    return found


def _seen(connection: Connection, todays: Todays, asked: list[needs.Seen]) -> dict[int, dict[int, date]]:
    found: dict[int, dict[int, date]] = {}
    if asked:
        events, days = _as_far_as(asked)
        query = _of_people(connection.dialect.name, events, days)
        for account, contact, *by in connection.execute(query, todays.asked([days])).all():
            if day := todays.pick(account, by):
                found.setdefault(account, {})[contact] = day
    return found


def _as_far_as(asked: list[needs.Crowd] | list[needs.Seen]) -> tuple[Active, int]:
    """Answer the events that happened, and the days as far back as anybody asks."""
    return frozenset[str]().union(*(need.events for need in asked)), max(need.days for need in asked)


@lru_cache(maxsize=64)
def _of_days(dialect: str, events: Active, days: int) -> Select[Any]:
    return (
        select(T.account_id, T.day, func.count(T.contact_id.distinct()))
        .where(_active(dialect, events, days), T.contact_id != NOBODY)
        .group_by(T.account_id, T.day)
        .order_by(T.account_id, T.day)
    )


@lru_cache(maxsize=64)
def _of_people(dialect: str, events: Active, days: int) -> Select[Any]:
    columns = (T.account_id, T.contact_id)
    return select(*columns, *newest(T.day)).where(_active(dialect, events, days)).group_by(*columns)


def _active(dialect: str, events: Active, days: int) -> ColumnElement[bool]:
    """Answer the condition that one of the events happened to one of the accounts within so many days."""
    mine, named = one_of(dialect, T.account_id, "accounts"), T.name.in_(sorted(events))
    within: ColumnElement[bool] = since(T.day, days)
    return mine & named & within & (T.amount > 0)
