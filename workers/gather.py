"""From rows to behavior: everything decisions are based on, in a constant number of queries per batch."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from journeys.behavior import Behavior, Crowd
from journeys.needs import Details, Need
from journeys.success import Feed
from models.among import among, one_of
from models.repertoire import untold
from models.tables import ACCOUNT, ENROLLMENT, TASK
from workers.gather_assessed import past_of, peers_of
from workers.gather_contacts import contacts_of
from workers.gather_crowd import crowds_of
from workers.gather_elsewhere import said_elsewhere_of
from workers.gather_feeds import beginnings_of, feeds_heard, returns_of
from workers.gather_happenings import happenings_of
from workers.gather_said import said_of
from workers.gather_shared import shared_of
from workers.gather_usage import usage_of
from workers.todays import Todays

TRAITS = (
    "name", "plan", "industry", "country", "billing_frequency", "seats", "trial", "signed_up_at", "renewal_on", "owner",
)  # fmt: skip
OF_TRAITS = attrgetter(*TRAITS)

Ids = Collection[int]
Enrollments = Mapping[tuple[str, str], Row[Any]]
Runs = Mapping[str, Sequence[Row[Any]]]


@dataclass(frozen=True, slots=True)
class Standing:
    """One account as it stands: its row, what is known of it, and its enrollments by journey and occurrence.

    `runs` are those that were not declined, by journey.
    """

    account: Row[Any]
    behavior: Behavior
    contact_keys: Mapping[int, str]
    enrollments: Enrollments
    runs: Runs


def gather(
    connection: Connection,
    accounts: Sequence[Row[Any]],
    needs: frozenset[Need],
    now: datetime,
    feeds: Collection[Feed],
    *,
    runs: bool = False,
    rehearsed: bool = False,
) -> list[Standing]:
    """Answer the standing of each account, in the order given, by what `feeds` tell; with its `runs`, or without.

    `rehearsed`: what was said and opened in shadow counts. Otherwise it does not, as nobody heard of it.
    """
    ids = [account.id for account in accounts]
    contacts = contacts_of(connection, ids, now)
    todays = Todays(accounts, now)
    usage = usage_of(connection, todays, needs)
    crowds = crowds_of(connection, todays, needs)
    happenings = happenings_of(connection, ids, needs)
    said = said_of(connection, ids, needs, now, rehearsed=rehearsed)
    elsewhere = said_elsewhere_of(connection, ids, needs, now)
    tasks = _tasks(connection, ids, rehearsed=rehearsed)
    enrollments, runs_by_journey = _enrollments(connection, ids) if runs else ({}, {})
    past = past_of(connection, todays, needs)
    shared = shared_of(connection, accounts, needs)
    behavior = _of_anybody(connection, needs, now, feeds)
    return [
        Standing(
            account=account,
            behavior=behavior(
                account=_traits(account, now),
                timezone=account.timezone,
                contacts=tuple(contact for _, contact in contacts.get(account.id, ())),
                usage=usage.get(account.id, {}),
                crowd=crowds.get(account.id, Crowd()),
                tasks=tasks.get(account.id, frozenset()),
                assessed=past.get(account.id, ()),
                happenings=happenings.get(account.id, {}),
                said=said.get(account.id, ()),
                said_elsewhere=elsewhere.get(account.id, ()),
                key=account.key,
                shared=shared.get(account.id, frozenset()),
            ),
            contact_keys={contact.id: key for key, contact in contacts.get(account.id, ())},
            enrollments=enrollments.get(account.id, {}),
            runs=runs_by_journey.get(account.id, {}),
        )
        for account in accounts
    ]


def _of_anybody(
    connection: Connection, needs: Collection[Need], now: datetime, feeds: Collection[Feed]
) -> partial[Behavior]:
    """Answer a behavior in which all stands that is the same for every account."""
    return partial(
        Behavior,
        feeds=feeds_heard(connection, feeds),
        beginnings=beginnings_of(connection, feeds),
        returns=returns_of(connection, feeds),
        benchmarks=peers_of(connection, needs, now),
        untold=untold(connection, {need.event for need in needs if isinstance(need, Details)}),
    )


def _traits(account: Row[Any], now: datetime) -> dict[str, object]:
    known: dict[str, object] = dict(account.traits)
    known |= {name: value for name, value in zip(TRAITS, OF_TRAITS(account), strict=True) if value is not None}
    if account.arr_cents is not None:
        known["arr"] = account.arr_cents / 100
    known["churned"] = account.churned_at is not None and account.churned_at <= now
    if account.churned_at is not None:
        known["churned_at"] = account.churned_at
    return known


def _tasks(connection: Connection, ids: Ids, *, rehearsed: bool) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    query = _of_tasks(connection.dialect.name, rehearsed)
    for account_id, reason in connection.execute(query, {"accounts": list(ids)}):
        found[account_id] = found.get(account_id, frozenset()) | {reason}
    return found


def _enrollments(connection: Connection, ids: Ids) -> tuple[dict[int, Enrollments], dict[int, Runs]]:
    """Answer the enrollments; of those that were declined, of which there are dozens, only what tells them apart."""
    declined, begun = (
        connection.execute(query, {"accounts": list(ids)}).all() for query in _of_runs(connection.dialect.name)
    )
    enrollments: dict[int, dict[tuple[str, str], Row[Any]]] = {}
    for row in (*declined, *begun):
        enrollments.setdefault(row.account_id, {})[row.journey, row.occurrence] = row
    runs: dict[int, dict[str, list[Row[Any]]]] = {}
    for row in begun:
        runs.setdefault(row.account_id, {}).setdefault(row.journey, []).append(row)
    return {**enrollments}, {**runs}


@lru_cache(maxsize=4)
def _of_tasks(dialect: str, rehearsed: bool) -> Select[Any]:
    t = TASK.c
    found = select(t.account_id, t.reason).where(one_of(dialect, t.account_id, "accounts"), t.state == "open")
    return found if rehearsed else found.where(~t.rehearsed)


@lru_cache(maxsize=2)
def _of_runs(dialect: str) -> tuple[Select[Any], Select[Any]]:
    t, mine = ENROLLMENT.c, one_of(dialect, ENROLLMENT.c.account_id, "accounts")
    declined = select(t.id, t.account_id, t.journey, t.occurrence, t.state, t.standing).where(t.state == "declined")
    return declined.where(mine), select(ENROLLMENT).where(t.state != "declined").where(mine)


def accounts_by_id(connection: Connection, ids: Ids) -> Sequence[Row[Any]]:
    """Answer the rows of these accounts, by id."""
    t = ACCOUNT
    return connection.execute(select(t).where(among(connection, t.c.id, ids)).order_by(t.c.id)).all()
