"""The runs of an account that are over, as the engine has to know them, and those whose condition has lapsed."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from journeys.definition import Journey
from journeys.past_run import PastRun
from journeys.repeating import lapses
from journeys.view import View
from workers.gather import Standing

AWAY = "away"  # the state of a run that the account left because it churned: it goes on if it comes back


def past_runs(now: datetime, standing: Standing, journey: str) -> list[PastRun]:
    """Answer the runs of a journey that are over; one still open on record has ended just now."""
    rows = [row for row in standing.enrollments.values() if row.journey == journey and row.state != "declined"]
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
    for row in standing.enrollments.values():
        journey = journeys.get(row.journey)
        if journey is None or row.state == "declined" or row.lapsed_at is not None:
            continue
        if lapses(journey, View(now, standing.behavior)):
            yield row.id
