"""Assessing accounts: once on each day of their own calendar, how healthy they are and what their peers compare."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import isfinite
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.exc import InterfaceError, OperationalError

from journeys.assess import assess
from journeys.benchmark_fields import compared
from journeys.catalog import Catalog
from journeys.schedule import zone_of
from journeys.view import View
from models.census import last_published
from models.database import begin, look
from models.doors import is_stopped
from models.facts import EventFacts
from models.history import accounts_to_assess, last_scored, plan_assessments, write_assessments
from models.intake import record_events
from models.turn import take_turn
from workers.boot import App
from workers.clocks import machine_time
from workers.crossing import crossed
from workers.gather import Standing, gather

log = logging.getLogger("tenure.assess")

NIGHT = time(3)  # in the account's own time: yesterday is told by then, and nobody waits for us
SPREAD = 60  # minutes over which the accounts of one zone are spread
AFTER_A_FAILURE = timedelta(hours=1)
FEED = "tenure"
RULES = ("journeys/program.yaml", "journeys/health/%")  # the files that say how an account is judged
UNTOLD = "program.yaml says nothing about health"


@dataclass(frozen=True, slots=True)
class Found:
    """How an account was found, as a row, and how it was found the last time that it had a score."""

    account: Row[Any]
    row: Mapping[str, Any]
    before: Row[Any] | None

    def crossing(self, judged_since: datetime | None) -> EventFacts | None:
        """Answer what happened if it is in another band than before; `judged_since`: see workers/crossing.py."""
        row, before = self.row, self.before
        name = crossed(row, before, judged_since)
        if before is None or not name:
            return None
        told = {"from": before.band, "to": row["band"], "score": row["score"]}
        key = f"health:{self.account.key}:{row['day']}"
        return EventFacts(key, name, row["at"], FEED, account=self.account.key, properties=told, reserved=True)


def assess_accounts(app: App, ids: Sequence[int]) -> None:
    """Assess every one of these accounts whose time has come, and say when each is next.

    They are looked at without any lock, and written in one transaction: whoever comes second writes nothing.
    """
    try:
        _assess(app, ids)
    except (OperationalError, InterfaceError):  # the database is away or busy: they come again when the lease is over
        raise
    except Exception:  # one account that cannot be assessed must not stop the others
        if len(ids) > 1:
            half = len(ids) // 2
            assess_accounts(app, ids[:half])
            return assess_accounts(app, ids[half:])
        log.exception("account %s could not be assessed", *ids)
        with begin(app.engine) as connection:
            plan_assessments(connection, dict.fromkeys(ids, app.now() + AFTER_A_FAILURE))


def _assess(app: App, ids: Sequence[int]) -> None:
    now = app.now()
    with look(app.engine) as connection:
        edition = app.editions.current(connection)
        if edition is None or is_stopped(connection, machine_time()):
            return
        accounts = accounts_to_assess(connection, ids, now)
        if not accounts:
            return
        catalog = edition.book.catalog
        needs, feeds = catalog.needs(_asked(catalog)), catalog.program.feeds
        standings = gather(connection, accounts, needs, now, feeds)
        before, judged_since = last_scored(connection, ids), last_published(connection, RULES)
    found = [Found(one.account, _row(now, catalog, one), before.get(one.account.id)) for one in standings]
    with begin(app.engine) as connection:
        _write(connection, now, found, judged_since)


def _asked(catalog: Catalog) -> list[str]:
    fields = [field.name for field in compared(catalog.program, catalog.fields).values()]
    return ["account.segment", "health.score", *fields]


def _row(now: datetime, catalog: Catalog, standing: Standing) -> dict[str, Any]:
    view = catalog.look(now, standing.behavior)
    health = assess(now, catalog, standing.behavior)
    segment = catalog.fields["account.segment"].read(view) if "account.segment" in catalog.fields else ""
    return {
        "account_id": standing.account.id,
        "day": view.today,
        "at": now,
        "segment": segment if isinstance(segment, str) else "",
        "model": health.model if health else "",
        "score": health.score if health else None,
        "band": health.band if health else None,
        "because": health.because if health else UNTOLD,
        "components": [judged.as_plain() for judged in health.components] if health else [],
        "figures": dict(_figures(catalog, view)),
    }


def _figures(catalog: Catalog, view: View) -> Sequence[tuple[str, float]]:
    """Answer what the account's peers are compared by, as far as it is known for certain."""
    told = ((metric, field.read(view)) for metric, field in compared(catalog.program, catalog.fields).items())
    return [(metric, value) for metric, value in told if isinstance(value, int | float) and isfinite(value)]


def _write(connection: Connection, now: datetime, found: Sequence[Found], judged_since: datetime | None) -> None:
    crossings = {one.account.id: crossing for one in found if (crossing := one.crossing(judged_since))}
    if crossings:
        take_turn(connection, "together")  # before any row is held, as by everybody who tells of something
    new = write_assessments(connection, [one.row for one in found])
    record_events(connection, now, [crossing for account, crossing in crossings.items() if account in new])
    plan_assessments(connection, {one.account.id: _next_night(one.row["day"], one.account) for one in found})


def _next_night(day: date, account: Row[Any]) -> datetime:
    """Answer when the account is assessed next: some minutes after three at night, on the day after `day`."""
    local = datetime.combine(day + timedelta(days=1), NIGHT, zone_of(account.timezone))
    return (local + timedelta(minutes=account.id % SPREAD)).astimezone(UTC)
