"""From roll-ups to usage: how often what happened, and when, per account and event."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, func, select

from journeys.behavior import Usage
from journeys.needs import Counts, Need
from models.among import among
from models.tables import EVENT_DAY, EVENT_TOTAL


def usage_of(
    connection: Connection, ids: Collection[int], needs: Collection[Need], now: datetime
) -> dict[int, dict[str, Usage]]:
    """Answer what each account did, by event, as far as `needs` ask."""
    asked = [need for need in needs if isinstance(need, Counts)]
    days = _days(connection, ids, asked, now)
    t = EVENT_TOTAL.c
    query = select(t.account_id, t.name, t.amount, t.first_at, t.last_at).where(
        among(connection, t.account_id, ids), among(connection, t.name, {need.event for need in asked})
    )
    found: dict[int, dict[str, Usage]] = {}
    for account_id, name, amount, first_at, last_at in connection.execute(query).all():
        usage = Usage(amount, first_at, last_at, tuple(days.get((account_id, name), ())))
        found.setdefault(account_id, {})[name] = usage
    return found


def _days(
    connection: Connection, ids: Collection[int], needs: Collection[Counts], now: datetime
) -> dict[tuple[int, str], list[tuple[date, int]]]:
    windows = {need.event: need.days for need in needs if need.days is not None}
    if not windows:
        return {}
    # One day more than the longest window: the account's calendar may be a day behind UTC's.
    oldest = (now - timedelta(days=max(need.days or 0 for need in needs) + 1)).date()
    t = EVENT_DAY.c
    query = (
        select(t.account_id, t.name, t.day, func.sum(t.amount))
        .where(among(connection, t.account_id, ids), among(connection, t.name, windows), t.day >= oldest)
        .group_by(t.account_id, t.name, t.day)
        .order_by(t.account_id, t.name, t.day)
    )
    found: dict[tuple[int, str], list[tuple[date, int]]] = {}
    for account_id, name, day, amount in connection.execute(query).all():
        found.setdefault((account_id, name), []).append((day, int(amount)))
    return found
