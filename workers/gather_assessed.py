"""From assessments and benchmarks to behavior: how the accounts stood on earlier days, and how their peers do."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from journeys.behavior import Assessed, Benchmark
from journeys.needs import Need, Past, Peers
from models.history import assessments_since
from models.peers import newest_benchmarks
from workers.todays import Todays

STALE = timedelta(days=7)  # older benchmarks say nothing about today


def past_of(connection: Connection, todays: Todays, needs: Collection[Need]) -> dict[int, tuple[Assessed, ...]]:
    """Answer how each account was assessed on earlier days of its own calendar, oldest first, as far as `needs` ask."""
    days = max((need.days for need in needs if isinstance(need, Past)), default=0)
    if not days:
        return {}
    found: dict[int, list[Assessed]] = {}
    for account_id, day, model, score, band in assessments_since(connection, todays.ids, todays.since(days + 1)):
        if day < todays.of(account_id):
            found.setdefault(account_id, []).append(Assessed(day, model, score, band))
    return {account_id: tuple(days) for account_id, days in found.items()}


def peers_of(connection: Connection, needs: Collection[Need], now: datetime) -> Mapping[tuple[str, str], Benchmark]:
    """Answer the newest benchmarks by segment and metric, if anybody asks for them."""
    if Peers() not in needs:
        return {}
    rows = newest_benchmarks(connection, (now - STALE).date())
    return {(row.segment, row.metric): Benchmark(row.accounts, tuple(row.points)) for row in rows}
