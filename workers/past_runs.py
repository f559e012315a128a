"""The runs of an account that are over, as the engine has to know them, and those whose condition has lapsed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from journeys.definition import Journey
from journeys.past_run import PastRun
from journeys.repeating import lapses
from journeys.view import View
from workers.gather import Standing

AWAY = "away"  # the state of a run that the account left because it churned: it goes on if it comes back


def past_runs(now: datetime, rows: Iterable[Row[Any]]) -> list[PastRun]:
    """Answer the runs among the enrollments of a journey that are over; one open on record has ended just now."""
    return [
        PastRun(
            occurrence=row.occurrence,
            started_at=row.started_at,
            ended_at=row.ended_at or now,
            lapsed_at=row.lapsed_at,
            away_on=row.step if row.state == AWAY else "",
        )
        for row in rows
        if row.state != "declined"
    ]


def lapsed_runs(now: datetime, standing: Standing, journeys: Mapping[str, Journey]) -> Iterator[int]:
    """Answer the runs, by their ids, whose condition is seen for the first time to hold no more."""
    view = View(now, standing.behavior)
    for row in standing.enrollments.values():
        if row.state == "declined" or row.lapsed_at is not None:
            continue
        journey = journeys.get(row.journey)
        if journey is not None and lapses(journey, view):
            yield row.id
