"""From roll-ups to usage: how often what happened, by whom, and when, per account and event."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import BigInteger, Connection, cast, func, select, union_all

from journeys.behavior import Usage
from journeys.needs import Counts, Need, Users
from models.among import among
from models.tables import EVENT_DAY, EVENT_TOTAL
from workers.todays import Todays

T = EVENT_DAY.c
NOBODY = 0  # the contact of what was done by nobody in particular

Key = tuple[int, str]  # an account and an event


def usage_of(connection: Connection, todays: Todays, needs: Collection[Need]) -> dict[int, dict[str, Usage]]:
    """Answer what each account did, by event, as far as `needs` ask."""
    counts = [need for need in needs if isinstance(need, Counts)]
    users = [need for need in needs if isinstance(need, Users)]
    names = {need.event for need in counts} | {need.event for need in users}
    if not names:
        return {}
    days = _days(connection, todays, _windows(counts))
    people = _people(connection, todays, _windows(users))
    t = EVENT_TOTAL.c
    query = select(t.account_id, t.name, t.amount, t.first_at, t.last_at).where(
        among(connection, t.account_id, todays.ids), among(connection, t.name, names)
    )
    found: dict[int, dict[str, Usage]] = {}
    for account, name, amount, first_at, last_at in connection.execute(query).all():
        key, who = (account, name), people.get((account, name), {})
        unnamed = who.pop(NOBODY, None)
        usage = Usage(amount, first_at, last_at, tuple(sorted(days.get(key, ()))), who, unnamed)
        found.setdefault(account, {})[name] = usage
    return found


def _windows(needs: Collection[Counts] | Collection[Users]) -> dict[int, list[str]]:
    """Answer the events by how many days back anybody asks for them."""
    longest: dict[str, int] = {}
    for need in needs:
        if need.days is not None:
            longest[need.event] = max(need.days, longest.get(need.event, 0))
    return {days: [event for event in longest if longest[event] == days] for days in sorted(set(longest.values()))}


def _days(
    connection: Connection, todays: Todays, windows: Mapping[int, Collection[str]]
) -> dict[Key, list[tuple[date, int]]]:
    found: dict[Key, list[tuple[date, int]]] = defaultdict(list)
    if not windows:
        return found
    # each window by itself: one event that is asked for a year back must not drag the others along
    parts = [
        select(T.account_id, T.name, T.day, cast(func.sum(T.amount), BigInteger).label("amount"))
        .where(
            among(connection, T.account_id, todays.ids), among(connection, T.name, names), T.day >= todays.since(days)
        )
        .group_by(T.account_id, T.name, T.day)
        for days, names in windows.items()
    ]
    for account, name, day, amount in connection.execute(union_all(*parts)).all():
        found[account, name].append((day, amount))
    return found


def _people(
    connection: Connection, todays: Todays, windows: Mapping[int, Collection[str]]
) -> dict[Key, dict[int, date]]:
    found: dict[Key, dict[int, date]] = {}
    if not windows:
        return found
    parts = [
        select(T.account_id, T.name, T.contact_id, *todays.newest(T.day))
        .where(
            among(connection, T.account_id, todays.ids),
            among(connection, T.name, names),
            T.day >= todays.since(days),
            T.amount > 0,
        )
        .group_by(T.account_id, T.name, T.contact_id)
        for days, names in windows.items()
    ]
    for account, name, contact, *newest in connection.execute(union_all(*parts)).all():
        if day := todays.pick(account, newest):
            found.setdefault((account, name), {})[contact] = day
    return found
