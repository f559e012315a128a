"""From roll-ups to usage: how often what happened, by whom, and when, per account and event."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, CompoundSelect, Connection, Select, cast, func, select, union_all

from journeys.behavior import Usage
from journeys.needs import Counts, Need, Users
from models.among import one_of
from models.tables import EVENT_DAY, EVENT_TOTAL
from workers.todays import Todays, newest, since

T = EVENT_DAY.c
TOTAL = EVENT_TOTAL.c
NOBODY = 0  # the contact of what was done by nobody in particular

Key = tuple[int, str]  # an account and an event
Query = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked of the roll-ups: the totals, the days and the people of some events; `windows` in days."""

    totals: Query | None
    days: Query | None
    people: Query | None
    windows: frozenset[int]


def usage_of(connection: Connection, todays: Todays, needs: frozenset[Need]) -> dict[int, dict[str, Usage]]:
    """Answer what each account did, by event, as far as `needs` ask."""
    asked = _questions(connection.dialect.name, needs)
    if asked.totals is None:
        return {}
    given = todays.asked(asked.windows)
    days = _days(connection, asked.days, given)
    people = _people(connection, asked.people, given, todays)
    found: dict[int, dict[str, Usage]] = {}
    for account, name, amount, first_at, last_at in connection.execute(asked.totals, given).all():
        key, who = (account, name), people.get((account, name), {})
        unnamed = who.pop(NOBODY, None)
        usage = Usage(amount, first_at, last_at, tuple(sorted(days.get(key, ()))), who, unnamed)
        found.setdefault(account, {})[name] = usage
    return found


@lru_cache(maxsize=64)
def _questions(dialect: str, needs: frozenset[Need]) -> Questions:
    """Answer the questions, which are the same at every look: putting one together takes longer than answering it."""
    counts = [need for need in needs if isinstance(need, Counts)]
    users = [need for need in needs if isinstance(need, Users)]
    names = {need.event for need in counts} | {need.event for need in users}
    counted, used = _windows(counts), _windows(users)
    mine = one_of(dialect, TOTAL.account_id, "accounts"), TOTAL.name.in_(sorted(names))
    columns = (TOTAL.account_id, TOTAL.name, TOTAL.amount, TOTAL.first_at, TOTAL.last_at)
    return Questions(
        totals=select(*columns).where(*mine) if names else None,
        days=union_all(*(_of_days(dialect, *window) for window in counted.items())) if counted else None,
        people=union_all(*(_of_people(dialect, *window) for window in used.items())) if used else None,
        windows=frozenset(counted) | frozenset(used),
    )


def _windows(needs: Collection[Counts] | Collection[Users]) -> dict[int, list[str]]:
    """Answer the events by how many days back anybody asks for them.

    Each window by itself: one event that is asked for a year back must not drag the others along.
    """
    longest: dict[str, int] = {}
    for need in needs:
        if need.days is not None:
            longest[need.event] = max(need.days, longest.get(need.event, 0))
    return {days: sorted(event for event in longest if longest[event] == days) for days in sorted({*longest.values()})}


def _of_days(dialect: str, days: int, names: Collection[str]) -> Select[Any]:
    columns = (T.account_id, T.name, T.day)
    figures = cast(func.sum(T.amount), BigInteger).label("amount")
    mine = one_of(dialect, T.account_id, "accounts"), T.name.in_(names), since(T.day, days)
    return select(*columns, figures).where(*mine).group_by(*columns)


def _of_people(dialect: str, days: int, names: Collection[str]) -> Select[Any]:
    columns = (T.account_id, T.name, T.contact_id)
    mine = one_of(dialect, T.account_id, "accounts"), T.name.in_(names), since(T.day, days), T.amount > 0
    return select(*columns, *newest(T.day)).where(*mine).group_by(*columns)


def _days(
    connection: Connection, query: Query | None, given: Mapping[str, Any]
) -> Mapping[Key, list[tuple[date, int]]]:
    found: dict[Key, list[tuple[date, int]]] = defaultdict(list)
    if query is not None:
        for account, name, day, amount in connection.execute(query, given).all():
            found[account, name].append((day, amount))
    return found


def _people(
    connection: Connection, query: Query | None, given: Mapping[str, Any], todays: Todays
) -> dict[Key, dict[int, date]]:
    found: dict[Key, dict[int, date]] = {}
    if query is not None:
        for account, name, contact, *days in connection.execute(query, given).all():
            if day := todays.pick(account, days):
                found.setdefault((account, name), {})[contact] = day
    return found
