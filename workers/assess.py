"""Assessing accounts: once on each day of their own calendar, how healthy they are and what their peers compare."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import isfinite
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.exc import InterfaceError, OperationalError

from journeys.assess import assess
from journeys.benchmark_fields import compared
from journeys.catalog import Catalog
from journeys.needs import Need
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
class Assessed:
    """How an account was found, as a row, and what happened if it is in another band than the last time."""

    account: Row[Any]
    row: Mapping[str, Any]
    crossing: EventFacts | None


@dataclass(frozen=True, slots=True)
class Past:
    """How accounts were found the last time that they had a score, and since when they are judged as they are now."""

    scored: Mapping[int, Row[Any]]
    judged_since: datetime | None


def past_of(connection: Connection, ids: Collection[int]) -> Past:
    """Answer what of the past it takes to assess these accounts."""
    return Past(last_scored(connection, ids), last_published(connection, RULES))


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
        standings = gather(connection, accounts, needs_of(catalog), now, catalog.program.feeds)
        past = past_of(connection, ids)
    found = [assessed(now, catalog, one, past) for one in standings]
    with begin(app.engine) as connection:
        take_turn_for(connection, found)
        write_assessed(connection, now, found)


def needs_of(catalog: Catalog) -> frozenset[Need]:
    """Answer what must be gathered to assess an account."""
    figures = [field.name for field in compared(catalog.program, catalog.fields).values()]
    return catalog.needs(["account.segment", "health.score", *figures])


def assessed(now: datetime, catalog: Catalog, standing: Standing, past: Past) -> Assessed:
    """Answer how this account is found to be; pure."""
    row, before = _row(now, catalog, standing), past.scored.get(standing.account.id)
    name = crossed(row, before, past.judged_since)
    if before is None or not name:
        return Assessed(standing.account, row, None)
    told = {"from": before.band, "to": row["band"], "score": row["score"]}
    key, account = f"health:{standing.account.key}:{row['day']}", standing.account.key
    return Assessed(
        standing.account, row, EventFacts(key, name, now, FEED, account=account, properties=told, reserved=True)
    )


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


def take_turn_for(connection: Connection, found: Sequence[Assessed]) -> None:
    """Take the turn of who tells of something, if there is something to tell: before any row is held."""
    if any(one.crossing for one in found):
        take_turn(connection, "together")


def write_assessed(connection: Connection, now: datetime, found: Sequence[Assessed]) -> None:
    """Write how these accounts were found, tell who is in another band, and say when each is assessed next."""
    if not found:
        return
    new = write_assessments(connection, [one.row for one in found])
    crossings = [one.crossing for one in found if one.crossing and one.account.id in new]
    record_events(connection, now, crossings)
    plan_assessments(connection, {one.account.id: _next_night(one.row["day"], one.account) for one in found})


def _next_night(day: date, account: Row[Any]) -> datetime:
    """Answer when the account is assessed next: some minutes after three at night, on the day after `day`."""
    local = datetime.combine(day + timedelta(days=1), NIGHT, zone_of(account.timezone))
    return (local + timedelta(minutes=account.id % SPREAD)).astimezone(UTC)
