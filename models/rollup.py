"""Roll-ups: events counted per day of the account's calendar and in total."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Table, bindparam, case, delete, func, select, update

from models.among import among
from models.bulk import insert_bulk
from models.facts import start_of
from models.tables import EVENT, EVENT_DAY, EVENT_TOTAL


@dataclass(slots=True)
class Counts:
    """Events counted in memory: by account, name, day and contact, and by account and name."""

    days: dict[tuple[int, str, date, int], int] = field(default_factory=dict)
    totals: dict[tuple[int, str], tuple[int, datetime, datetime]] = field(default_factory=dict)

    def add(self, event: Mapping[str, Any], zone: ZoneInfo) -> None:
        """Count one event of an account that lives in `zone`."""
        at, amount = event["at"], event["amount"]
        day = event["day"] or at.astimezone(zone).date()
        key = (event["account_id"], event["name"], day, event["contact_id"] or 0)
        self.days[key] = self.days.get(key, 0) + amount
        total, first, last = self.totals.get(key[:2], (0, at, at))
        self.totals[key[:2]] = (total + amount, min(first, at), max(last, at))

    def store(self, connection: Connection) -> None:
        """Add what was counted to the tables, always in the same order, so that two writers cannot lock each other."""
        add_days(connection, self.days)
        names = ("account_id", "name", "amount", "first_at", "last_at")
        totals = [dict(zip(names, (*key, *total), strict=True)) for key, total in sorted(self.totals.items())]
        _add(connection, EVENT_TOTAL, totals, ("first_at", "last_at"))


def add_days(connection: Connection, days: Mapping[tuple[int, str, date, int], int]) -> None:
    """Add amounts, by account, name, day and contact, to what the days hold; take away where they are below nothing."""
    names = ("account_id", "name", "day", "contact_id", "amount")
    _add(connection, EVENT_DAY, [dict(zip(names, (*key, days[key]), strict=True)) for key in sorted(days)], ())
    emptied = {key[0] for key, amount in days.items() if amount < 0}
    if emptied:
        accounts = among(connection, EVENT_DAY.c.account_id, emptied)
        connection.execute(delete(EVENT_DAY).where(accounts, EVENT_DAY.c.amount == 0))


def total_again(connection: Connection, accounts: Collection[int], names: Collection[str]) -> None:
    """Take the totals of these events, at these accounts, from the events afresh."""
    mine = [among(connection, EVENT_TOTAL.c.account_id, accounts), among(connection, EVENT_TOTAL.c.name, names)]
    connection.execute(delete(EVENT_TOTAL).where(*mine))
    columns = (EVENT.c.account_id, EVENT.c.name)
    figures = (func.sum(EVENT.c.amount).label("amount"), func.min(EVENT.c.at), func.max(EVENT.c.at))
    mine = [among(connection, EVENT.c.account_id, accounts), among(connection, EVENT.c.name, names)]
    totals = Counts()
    for row in connection.execute(select(*columns, *figures).where(*mine).group_by(*columns)):
        totals.totals[row.account_id, row.name] = (int(row.amount), *row[3:])
    totals.store(connection)


def rebuild(connection: Connection, zones: Mapping[int, ZoneInfo]) -> None:
    """Count the events of these accounts (by id) afresh, on the calendar of their zone.

    Events told as days keep their day, and begin where it begins now.
    """
    if not zones:
        return
    _move_days(connection, zones)
    for table in (EVENT_DAY, EVENT_TOTAL):
        connection.execute(delete(table).where(table.c.account_id.in_(zones)))
    for account_id, events in groupby(_events(connection, zones), attrgetter("account_id")):
        counts = Counts()
        for event in events:
            counts.add(dict(event._mapping), zones[account_id])
        counts.store(connection)


def _move_days(connection: Connection, zones: Mapping[int, ZoneInfo]) -> None:
    told = select(EVENT.c.account_id, EVENT.c.day).where(EVENT.c.account_id.in_(zones), EVENT.c.day.is_not(None))
    moves = [
        {"account": account_id, "told": day, "moved": start_of(day, zones[account_id])}
        for account_id, day in connection.execute(told.distinct())
    ]
    here = (EVENT.c.account_id == bindparam("account")) & (EVENT.c.day == bindparam("told"))
    if moves:
        connection.execute(update(EVENT).where(here).values(at=bindparam("moved")), moves)


def _events(connection: Connection, accounts: Iterable[int]) -> Iterator[Row[Any]]:
    columns = [EVENT.c[name] for name in ("account_id", "contact_id", "name", "at", "day", "amount")]
    query = select(*columns).where(EVENT.c.account_id.in_(accounts)).order_by(EVENT.c.account_id)
    return iter(connection.execute(query.execution_options(yield_per=1000)))


def _add(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], span: tuple[str, ...]) -> None:
    """Insert rows, or add their amount to those that stand; `span` names the columns for first and last, if any."""
    if not rows:
        return
    insert, parameters = insert_bulk(connection, table, rows)
    told = insert.excluded
    changes = {"amount": table.c.amount + told.amount}
    if span:
        first, last = span
        changes[first] = case((told[first] < table.c[first], told[first]), else_=table.c[first])
        changes[last] = _later(table.c[last], told[last])
    statement = insert.on_conflict_do_update(index_elements=table.primary_key.columns, set_=changes)
    connection.execute(statement, parameters)


def _later(stored: Any, told: Any) -> Any:
    return case((told > stored, told), else_=stored)
