"""Subscriptions taken together: an account's rows wait for each other, and go in as one, or not at all.

A sum with a part missing is wrong. If one row of an account is bad, the others are set aside with it: the account
keeps the figures it has, and the rejects file has all of its rows, so that it can be mended and imported on its own.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from itertools import islice
from pathlib import PurePath
from typing import Any

from sqlalchemy import Connection

from console.importing.convert import SubscriptionFacts
from console.importing.paper import Paper
from console.importing.row import Row
from console.importing.rows import Record
from console.importing.shelf import Held, Shelf
from console.importing.subscriptions import Subscription, figures
from console.importing.tally import FileTally
from models.facts import AccountFacts
from models.intake import record_accounts

BATCH = 500  # accounts a transaction
LABEL = "figures of accounts"


def hold(row: Row, path: str, shelf: Shelf) -> bool:
    """Hold a row that tells of a known account's subscription; answer False for any other."""
    if not row.portfolio:
        return False
    fact = next((fact for _, fact in row.facts if isinstance(fact, SubscriptionFacts)), None)
    key, told, reasons, twin = "", None, row.reasons, None
    if fact is not None and not reasons:
        key, told = fact.key, _told(fact)
        twin = shelf.held(key)
    if twin is not None and twin.told == told:
        return True
    if twin is not None:
        place = f"{PurePath(twin.path).name}:{twin.line}"
        reasons, told = [f"conflict with {place}: it has the same key and says something else"], None
    record = row.record
    shelf.hold(row.portfolio, Held(key, path, record.line, record.cells, told, reasons, twin is not None))
    return True


def settle(
    shelf: Shelf,
    papers: Mapping[str, Paper],
    begin: Callable[[], AbstractContextManager[Connection]],
    now: datetime,
    as_of: date,
) -> Iterator[FileTally]:
    """Record the figures of every account whose rows are all good, set the others aside; answer the tally, if any."""
    tally = FileTally("subscriptions by account")
    portfolios = shelf.by_account()
    while batch := list(islice(portfolios, BATCH)):
        good = [(account, rows) for account, rows in batch if not any(held.reasons for held in rows)]
        facts = [
            AccountFacts(account, figures([_subscription(held) for held in rows], as_of)) for account, rows in good
        ]
        with begin() as connection:
            outcomes = record_accounts(connection, now, facts) if facts else []
        for outcome in outcomes:
            tally.count(LABEL, outcome.kind)
        for _, rows in batch:
            _set_aside(rows, papers)
    if tally.became:
        yield tally


def _set_aside(rows: list[Held], papers: Mapping[str, Paper]) -> None:
    bad = next((held for held in rows if held.reasons), None)
    for held in rows if bad else ():
        because = [f"set aside with {PurePath(bad.path).name}:{bad.line}, a bad row of the same account"] if bad else []
        record = Record(held.line, held.cells)
        papers[held.path].reject(record, held.reasons or because, in_conflict=held.in_conflict)


def _told(fact: SubscriptionFacts) -> dict[str, Any]:
    days = {name: day.isoformat() if (day := fact.told.get(name)) else None for name in ("starts", "ends")}
    return {"account": fact.account, **fact.told, **days}


def _subscription(held: Held) -> Subscription:
    told = held.told or {}
    ends = told["ends"] and date.fromisoformat(told["ends"])
    return Subscription(date.fromisoformat(told["starts"]), ends, told["arr"], told["billing_frequency"])
