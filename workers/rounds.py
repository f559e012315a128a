"""One round of decisions for one account: every journey looked at, in order of priority. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
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
from journeys.engine import admit, after, replanned, walk
from journeys.past_run import PastRun
from workers.gather import Standing
from workers.past_runs import AWAY, past_runs

ASK_AGAIN = timedelta(days=1)  # time alone can make a condition true: nobody is declined for ever
FIGURE = re.compile(r"\d+")
WITHDRAWN = "this journey is withdrawn: the account waits until it is published again"
NOTHING: Mapping[str, str] = {}

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
        because = _without_figures(last.because) if isinstance(last, Hold | Decline) else last.because
        return f"{type(last).__name__}|{self.step or ''}|{because}"

    @property
    def is_quiet(self) -> bool:
        """Answer whether there is nothing to keep on record: the journey has nothing to start from."""
        last = self.decisions[-1]
        return isinstance(last, Decline) and last.quiet

    @property
    def news(self) -> list[Admission | Decision]:
        """Answer the decisions that the ledger does not have yet: all but a last one that only repeats itself."""
        told = self.row is not None and self.row.standing == self.standing
        return self.decisions[:-1] if told else self.decisions


@lru_cache(maxsize=4096)
def _without_figures(because: str) -> str:
    """Answer the reason without its figures: kept, because yesterday's is nearly always today's."""
    return FIGURE.sub("#", because)


def decide_round(
    now: datetime,
    standing: Standing,
    journeys: Mapping[str, Journey],
    numbers: Mapping[str, int],
    course: CourseOf,
    paused: Mapping[str, str] = NOTHING,
) -> list[Stride]:
    """Answer what every journey concludes for this account at `now`, highest priority first.

    An account is in a journey once at a time: what happens again meanwhile waits until the run is over. What one of
    them says or opens is known to those that come after it. `paused` says of some journeys why: their runs hold where
    they stand, and none begins.
    """
    strides: list[Stride] = []
    runs = standing.runs
    opened = {name: [row for row in mine if row.state == "open"] for name, mine in runs.items()}
    under_way = {name: mine for name, mine in opened.items() if mine}
    for name in sorted({**journeys, **under_way}, key=lambda name: -_priority(journeys, name)):
        if name in paused:
            strides += [_held(now, row, paused[name]) for row in under_way.get(name, ())]
            continue
        found = [_step(now, standing, row, course(row)) for row in under_way.get(name, ())]
        if name in journeys and all(stride.state != "open" for stride in found):
            over = past_runs(now, runs.get(name, ()))
            admitted = _admit(now, standing, journeys[name], numbers[name], course, over)
            found += [admitted] if admitted else []
        standing = _heard(now, standing, found, _priority(journeys, name))
        strides += found
    return strides


def _heard(now: datetime, standing: Standing, strides: Sequence[Stride], priority: int) -> Standing:
    behavior = standing.behavior
    for stride in strides:
        for decision in stride.decisions:
            behavior = after(now, stride.journey, behavior, decision, priority)
    return standing if behavior is standing.behavior else replace(standing, behavior=behavior)


def _priority(journeys: Mapping[str, Journey], name: str) -> int:
    return journeys[name].priority if name in journeys else 0


def _admit(
    now: datetime, standing: Standing, journey: Journey, publication: int, course: CourseOf, runs: Sequence[PastRun]
) -> Stride | None:
    admission = admit(now, journey, standing.behavior, runs)
    row = standing.enrollments.get((journey.name, admission.occurrence))
    if isinstance(admission, Enter) and row is not None and row.state == AWAY:
        return _go_on(now, standing, row, course(row), admission)
    if row is not None and row.state != "declined":
        return None
    if isinstance(admission, Decline):
        until = admission.until or now + ASK_AGAIN
        return Stride(journey.name, admission.occurrence, publication, row, "declined", None, now, until, [admission])
    return _entered(now, standing, journey, publication, row, admission)


def _entered(
    now: datetime, standing: Standing, journey: Journey, publication: int, row: Row[Any] | None, enter: Enter
) -> Stride:
    position = Position(enter.started_at, journey.steps[0].id)
    stride = Stride(
        journey.name, enter.occurrence, publication, row, "open", position.step, enter.started_at, now, [enter]
    )
    return _walk(now, standing, journey, position, stride)


def _go_on(
    now: datetime, standing: Standing, row: Row[Any], course: tuple[Journey, str] | None, enter: Enter
) -> Stride | None:
    stride = _stride_of(row)
    stride.started_at = enter.started_at
    stride.decisions.append(enter)
    return _walk(now, standing, course[0], Position(enter.started_at, course[1]), stride) if course else None


def _step(now: datetime, standing: Standing, row: Row[Any], course: tuple[Journey, str] | None) -> Stride:
    stride = _stride_of(row)
    if course is None:
        stride.wake_at = now + ASK_AGAIN  # publishing wakes everybody
        stride.decisions.append(Hold(row.step, stride.wake_at, WITHDRAWN))
        return stride
    journey, step = course
    position = replanned(now, journey, Position(row.started_at, step), standing.behavior)
    stride.started_at = position.started_at
    return _walk(now, standing, journey, position, stride)


def _held(now: datetime, row: Row[Any], because: str) -> Stride:
    stride = _stride_of(row)
    stride.wake_at = now + ASK_AGAIN  # whoever lets it go on wakes everybody
    stride.decisions.append(Hold(row.step, stride.wake_at, because, reason="paused"))
    return stride


def _stride_of(row: Row[Any]) -> Stride:
    return Stride(row.journey, row.occurrence, row.publication_id, row, "open", row.step, row.started_at, row.wake_at)


def _walk(now: datetime, standing: Standing, journey: Journey, position: Position, stride: Stride) -> Stride:
    decisions = walk(now, journey, position, standing.behavior)
    stride.decisions.extend(decisions)
    match decisions[-1]:
        case Wait(step=step, until=until) | Hold(step=step, until=until):
            stride.step, stride.wake_at = step, until
        case Finish():
            stride.state, stride.step, stride.wake_at = "finished", None, _next_look(now, journey)
        case Leave(away=away):
            stride.state, stride.wake_at = AWAY if away else "left", _next_look(now, journey)
        case unexpected:
            raise AssertionError(f"a walk ends with waiting, holding, leaving or finishing, not with {unexpected}")
    return stride


def _next_look(now: datetime, journey: Journey) -> datetime | None:
    """Answer when to look at the account again after a run: another one may begin, unless there is one ever."""
    return None if journey.occurrence == "once" else now + ASK_AGAIN
