"""How runs go on after a publication: in the version in force, from where they stand, with nothing said again."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from journeys.continuing import Run, carry_over
from journeys.decisions import Position
from journeys.definition import Journey
from journeys.engine import replanned
from models.waypoints import steps_behind
from workers.editions import Edition, Editions
from workers.gather import Standing
from workers.past_runs import AWAY

GOING_ON = ("open", AWAY)

Course = tuple[Journey, str]  # what is left of a journey for one run, and the step it looks at next


class Courses:
    """Answers the course of each run of some accounts; asks the database once for all that began in older versions."""

    def __init__(
        self, connection: Connection, editions: Editions, edition: Edition, standings: Collection[Standing]
    ) -> None:
        self._connection = connection
        self._editions = editions
        self._edition = edition
        rows = [
            row for standing in standings for runs in standing.runs.values() for row in runs if row.state in GOING_ON
        ]
        self._behind = steps_behind(connection, [row.id for row in rows if self._is_older(row)])

    def of(self, now: datetime, standing: Standing, row: Row[Any]) -> Course | None:
        """Answer the course of a run; none if its journey is withdrawn."""
        journey = self._edition.book.journeys.get(row.journey)
        if journey is None or not self._is_older(row):
            return (journey, row.step) if journey else None
        first = self._editions.journey(self._connection, self._edition, row.publication_id)
        promised = [step.id for step in first.steps] if first else []
        behind = self._behind.get(row.id, {})
        started_at = replanned(now, journey, Position(row.started_at, row.step), standing.behavior).started_at
        return carry_over(now, journey, Run(row.step, started_at, standing.behavior.timezone, behind, promised))

    def _is_older(self, row: Row[Any]) -> bool:
        journey = self._edition.book.journeys.get(row.journey)
        same = journey is not None and self._edition.numbers[row.journey] == row.publication_id
        return not same or (journey is not None and journey.step(row.step) is None)
