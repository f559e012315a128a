"""The runs of an account that are over, as the engine has to know them, and those whose condition has lapsed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from journeys.definition import Journey
from journeys.past_run import PastRun
from journeys.repeating import lapses
from journeys.view import view_of
from workers.gather import Standing

AWAY = "away"  # the state of a run that the account left because it churned: it goes on if it comes back


def past_runs(now: datetime, rows: Iterable[Row[Any]]) -> list[PastRun]:
    """Answer these runs of a journey, which are over, as the engine knows them; one open on record ended just now."""
    return [
        PastRun(
            occurrence=row.occurrence,
            started_at=row.started_at,
            ended_at=row.ended_at or now,
            lapsed_at=row.lapsed_at,
            away_on=row.step if row.state == AWAY else "",
        )
        for row in rows
    ]


def lapsed_runs(now: datetime, standing: Standing, journeys: Mapping[str, Journey]) -> Iterator[int]:
    """Answer the runs, by their ids, whose condition is seen for the first time to hold no more."""
    view = view_of(now, standing.behavior)
    for name, runs in standing.runs.items():
        for row in runs:
            if row.lapsed_at is None and name in journeys and lapses(journeys[name], view):
                yield row.id
