"""An account's life in one journey, without a database: look after look, and what is kept in between."""

from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from journeys.behavior import Behavior
from journeys.decisions import Call, Enter, HandOver, Send, Skip
from journeys.definition import Journey
from tests.unit.workers.standings import standing
from workers.past_runs import AWAY, lapsed_runs
from workers.rounds import Stride, decide_round

OVER = {"finished", "left", AWAY}


@dataclass
class Life:
    """What was decided in `plan`, as (run, step, kind) or (run, "", "Enter"), and the runs on record.

    `decided` are all the decisions, with their runs.
    """

    plan: Journey
    rows: dict[tuple[str, str], Any] = field(default_factory=dict)
    told: list[tuple[str, str, str]] = field(default_factory=list)
    began: dict[str, datetime] = field(default_factory=dict)
    decided: list[tuple[str, Any]] = field(default_factory=list)

    def look(self, now: datetime, behavior: Behavior) -> datetime:
        """Decide a round and keep it; answer when to look again. Every open run wakes later than now."""
        stands = standing(behavior, *self.rows.values())
        journeys = {self.plan.name: self.plan}
        strides = decide_round(now, stands, journeys, {self.plan.name: 1}, lambda row: (self.plan, row.step))
        for run in lapsed_runs(now, stands, journeys):
            next(row for row in self.rows.values() if row.id == run).lapsed_at = now
        for stride in strides:
            self._keep(now, stride)
        wakes = [stride.wake_at for stride in strides if stride.wake_at is not None]
        assert all(stride.wake_at and stride.wake_at > now for stride in strides if stride.state == "open")
        assert sum(row.state == "open" for row in self.rows.values()) <= 1
        return min(wakes, default=datetime.max.replace(tzinfo=now.tzinfo))

    @property
    def happened(self) -> list[tuple[str, str]]:
        """What was said or opened: the run and the step."""
        return [(run, step) for run, step, kind in self.told if kind in ("Send", "HandOver", "Call")]

    @property
    def entered(self) -> list[str]:
        """The runs that began, or went on after the account was away, in order."""
        return [run for run, _, kind in self.told if kind == "Enter"]

    def skipped(self) -> list[str]:
        """The steps that will not happen."""
        return [step for _, step, kind in self.told if kind == "Skip"]

    def state(self, run: str) -> str:
        """How a run stands."""
        return str(self.rows[self.plan.name, run].state)

    def _keep(self, now: datetime, stride: Stride) -> None:
        place = stride.journey, stride.occurrence
        row = self.rows.setdefault(place, SimpleNamespace(id=len(self.rows) + 1, lapsed_at=None))
        row.journey, row.occurrence, row.publication_id = *place, 1
        row.state, row.step, row.started_at, row.wake_at = stride.state, stride.step, stride.started_at, stride.wake_at
        row.standing, row.ended_at = stride.standing, now if stride.state in OVER else None
        self.decided += [(stride.occurrence, decision) for decision in stride.decisions]
        for decision in stride.decisions:
            if isinstance(decision, Enter):
                self.began.setdefault(stride.occurrence, decision.started_at)
            if isinstance(decision, Send | HandOver | Call | Skip | Enter):
                step = "" if isinstance(decision, Enter) else decision.step
                self.told.append((stride.occurrence, step, type(decision).__name__))
