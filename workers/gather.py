"""From rows to behavior: everything decisions are based on, in a constant number of queries per batch."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, func, select

from journeys.behavior import Behavior, Contact, Usage
from journeys.conditions import Need
from models.among import among
from models.tables import ACCOUNT, CONTACT, ENROLLMENT, EVENT_DAY, EVENT_TOTAL, FEED, SUPPRESSION, TASK

TRAITS = ("name", "plan", "industry", "country", "seats", "trial", "signed_up_at", "renewal_on", "owner")
OF_TRAITS = attrgetter(*TRAITS)

Ids = Collection[int]


@dataclass(frozen=True, slots=True)
class Standing:
    """One account as it stands: its row, what is known of it, and its enrollments by journey and occurrence."""

    account: Row[Any]
    behavior: Behavior
    contact_keys: Mapping[int, str]
    enrollments: Mapping[tuple[str, str], Row[Any]]


def gather(
    connection: Connection, accounts: Sequence[Row[Any]], needs: Collection[Need], now: datetime
) -> list[Standing]:
    """Answer the standing of each account, in the order given."""
    ids = [account.id for account in accounts]
    contacts = _contacts(connection, ids)
    usage = _usage(connection, ids, needs, now)
    tasks = _tasks(connection, ids)
    enrollments = _enrollments(connection, ids)
    feeds = dict(connection.execute(select(FEED.c.name, FEED.c.heard_at)).all())
    return [
        Standing(
            account=account,
            behavior=Behavior(
                account=_traits(account),
                timezone=account.timezone,
                contacts=tuple(contact for _, contact in contacts.get(account.id, ())),
                usage=usage.get(account.id, {}),
                feeds=feeds,
                tasks=tasks.get(account.id, frozenset()),
            ),
            contact_keys={contact.id: key for key, contact in contacts.get(account.id, ())},
            enrollments=enrollments.get(account.id, {}),
        )
        for account in accounts
    ]


def _traits(account: Row[Any]) -> dict[str, object]:
    known: dict[str, object] = dict(account.traits)
    known |= {name: value for name, value in zip(TRAITS, OF_TRAITS(account), strict=True) if value is not None}
    if account.arr_cents is not None:
        known["arr"] = account.arr_cents / 100
    known["churned"] = account.churned_at is not None
    return known


def _contacts(connection: Connection, ids: Ids) -> dict[int, list[tuple[str, Contact]]]:
    t = CONTACT.c
    query = (
        select(
            t.id, t.account_id, t.key, t.email, t.first_name, t.last_name, t.role, t.timezone,
            SUPPRESSION.c.reason, SUPPRESSION.c.at,
        )
        .outerjoin(
            SUPPRESSION,
            (SUPPRESSION.c.email == t.email) & (SUPPRESSION.c.topic == "*"),
        )
        .where(among(connection, t.account_id, ids))
        .order_by(t.id)
    )  # fmt: skip
    found: dict[int, list[tuple[str, Contact]]] = {}
    for row in connection.execute(query).all():
        contact = Contact(
            row.id,
            row.email,
            row.first_name,
            row.last_name,
            row.role,
            row.timezone,
            _unreachable(row.email, row.reason, row.at),
        )
        found.setdefault(row.account_id, []).append((row.key, contact))
    return found


def _unreachable(email: str | None, reason: str | None, at: datetime | None) -> str | None:
    if not email:
        return "no address"
    return f"{reason} on {at:%Y-%m-%d}" if reason else None


def _usage(connection: Connection, ids: Ids, needs: Collection[Need], now: datetime) -> dict[int, dict[str, Usage]]:
    days = _days(connection, ids, needs, now)
    t = EVENT_TOTAL.c
    query = select(t.account_id, t.name, t.amount, t.first_at, t.last_at).where(
        among(connection, t.account_id, ids), among(connection, t.name, {need.event for need in needs})
    )
    found: dict[int, dict[str, Usage]] = {}
    for account_id, name, amount, first_at, last_at in connection.execute(query).all():
        usage = Usage(amount, first_at, last_at, tuple(days.get((account_id, name), ())))
        found.setdefault(account_id, {})[name] = usage
    return found


def _days(
    connection: Connection, ids: Ids, needs: Collection[Need], now: datetime
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


def _tasks(connection: Connection, ids: Ids) -> dict[int, frozenset[str]]:
    t = TASK.c
    found: dict[int, frozenset[str]] = {}
    for account_id, reason in connection.execute(
        select(t.account_id, t.reason).where(among(connection, t.account_id, ids), t.state == "open")
    ):
        found[account_id] = found.get(account_id, frozenset()) | {reason}
    return found


def _enrollments(connection: Connection, ids: Ids) -> dict[int, dict[tuple[str, str], Row[Any]]]:
    t = ENROLLMENT
    found: dict[int, dict[tuple[str, str], Row[Any]]] = {}
    for row in connection.execute(select(t).where(among(connection, t.c.account_id, ids))):
        found.setdefault(row.account_id, {})[row.journey, row.occurrence] = row
    return found


def accounts_by_id(connection: Connection, ids: Ids) -> Sequence[Row[Any]]:
    """Answer the rows of these accounts, by id."""
    t = ACCOUNT
    return connection.execute(select(t).where(among(connection, t.c.id, ids)).order_by(t.c.id)).all()
