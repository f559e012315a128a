"""One round of decisions for one account: every journey looked at, in order of priority. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from journeys.decisions import (
    Admission,
    Decision,
    Decline,
    Enter,
    Finish,
    Hold,
    Leave,
    Position,
    Wait,
)
from journeys.definition import Journey
from journeys.engine import admit, walk
from workers.gather import Standing

ASK_AGAIN = timedelta(days=1)  # time alone can make a condition true: nobody is declined for ever
FIGURE = re.compile(r"\d+")
WITHDRAWN = "this journey is withdrawn: the account waits until it is published again"

# What is left of its journey for a run, and where it stands in it; none: the journey is withdrawn.
CourseOf = Callable[[Row[Any]], tuple[Journey, str] | None]


@dataclass(slots=True)
class Stride:
    """What one look at one journey concluded for one account, and where the enrollment stands afterwards."""

    journey: str
    occurrence: str
    publication: int
    row: Row[Any] | None
    state: str
    step: str | None
    started_at: datetime
    wake_at: datetime | None
    decisions: list[Admission | Decision] = field(default_factory=list)

    @property
    def standing(self) -> str:
        """Answer the last conclusion in one line, so that the same one is not told twice.

        What is merely held or kept out for the same reason stays the same when a figure in it moves, as "200 days
        ago" does every day.
        """
        last = self.decisions[-1]
        because = FIGURE.sub("#", last.because) if isinstance(last, Hold | Decline) else last.because
        return f"{type(last).__name__}|{self.step or ''}|{because}"

    @property
    def news(self) -> list[Admission | Decision]:
        """Answer the decisions that the ledger does not have yet: all but a last one that only repeats itself."""
        told = self.row is not None and self.row.standing == self.standing
        return self.decisions[:-1] if told else self.decisions


def decide_round(
    now: datetime, standing: Standing, journeys: Mapping[str, Journey], numbers: Mapping[str, int], course: CourseOf
) -> list[Stride]:
    """Answer what every journey concludes for this account at `now`, highest priority first.

    An account is in a journey once at a time: what happens again meanwhile waits until the run is over.
    """
    strides = [_step(now, standing, row, course(row)) for row in standing.enrollments.values() if row.state == "open"]
    walking = {stride.journey for stride in strides if stride.state == "open"}
    for name, journey in journeys.items():
        if name not in walking:
            stride = _admit(now, standing, journey, numbers[name])
            if stride is not None:
                strides.append(stride)
    return sorted(strides, key=lambda stride: -_priority(journeys, stride.journey))


def _priority(journeys: Mapping[str, Journey], name: str) -> int:
    return journeys[name].priority if name in journeys else 0


def _admit(now: datetime, standing: Standing, journey: Journey, publication: int) -> Stride | None:
    admission = admit(now, journey, standing.behavior)
    row = standing.enrollments.get((journey.name, admission.occurrence))
    if row is not None and row.state != "declined":
        return None
    if isinstance(admission, Decline):
        until = admission.until or now + ASK_AGAIN
        return Stride(journey.name, admission.occurrence, publication, row, "declined", None, now, until, [admission])
    if _ran_since(standing, journey.name, admission.started_at):
        return None
    return _entered(now, standing, journey, publication, row, admission)


def _ran_since(standing: Standing, journey: str, start: datetime) -> bool:
    """Whether a run of this journey began no earlier: then this start is no news, whatever its run would be called.

    Its name changes when the account moves to another zone, or the journey from `once` to `each`.
    """
    rows = standing.enrollments.values()
    return any(row.journey == journey and row.state != "declined" and row.started_at >= start for row in rows)


def _entered(
    now: datetime, standing: Standing, journey: Journey, publication: int, row: Row[Any] | None, enter: Enter
) -> Stride:
    position = Position(enter.started_at, journey.steps[0].id)
    stride = Stride(
        journey.name, enter.occurrence, publication, row, "open", position.step, enter.started_at, now, [enter]
    )
    return _walk(now, standing, journey, position, stride)


def _step(now: datetime, standing: Standing, row: Row[Any], course: tuple[Journey, str] | None) -> Stride:
    stride = Stride(row.journey, row.occurrence, row.publication_id, row, "open", row.step, row.started_at, row.wake_at)
    if course is None:
        stride.wake_at = now + ASK_AGAIN  # publishing wakes everybody
        stride.decisions.append(Hold(row.step, stride.wake_at, WITHDRAWN))
        return stride
    journey, step = course
    return _walk(now, standing, journey, Position(row.started_at, step), stride)


def _walk(now: datetime, standing: Standing, journey: Journey, position: Position, stride: Stride) -> Stride:
    decisions = walk(now, journey, position, standing.behavior)
    stride.decisions.extend(decisions)
    match decisions[-1]:
        case Wait(step=step, until=until) | Hold(step=step, until=until):
            stride.step, stride.wake_at = step, until
        case Finish():
            stride.state, stride.step, stride.wake_at = "finished", None, None
        case Leave():
            stride.state, stride.wake_at = "left", None
        case unexpected:
            raise AssertionError(f"a walk ends with waiting, holding, leaving or finishing, not with {unexpected}")
    return stride
