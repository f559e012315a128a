"""How a run goes on in another version of its journey: by the ids of the steps, and never over what is behind it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from journeys.definition import END, Email, InApp, Journey, Step, Webhook
from journeys.schedule import day_begins, zone_of


@dataclass(frozen=True, slots=True)
class Run:
    """A run as another version left it.

    It stands on `step`. `behind` are the steps that were decided for good, with the templates each of them has said;
    `promised` those that the version has which it began with.
    """

    step: str
    started_at: datetime
    timezone: str
    behind: Mapping[str, Collection[str]]
    promised: Collection[str] = ()


def carry_over(now: datetime, journey: Journey, run: Run) -> tuple[Journey, str]:
    """Answer what is left of this version for a run, and the step on which it goes on.

    It stays on its step, unless one that was to come has been put before it, or a new one whose day is still to come.
    If its step is gone it goes on after the last one that is behind it, and if those are gone too with what is to come.
    """
    passed = _passed(journey, run)
    rest = replace(journey, steps=tuple(step for step in journey.steps if step.id not in passed))
    lost = rest.step(run.step) is None and (passed or not run.behind)
    for step in rest.steps:
        if step.id in {run.step, *run.promised}:
            return rest, step.id
        if _follows(journey, step, passed) and (lost or _is_to_come(now, step, run)):
            return rest, step.id
    return rest, END


def _passed(journey: Journey, run: Run) -> frozenset[str]:
    """Answer the steps of this version that are behind the run; one that only got another id is known by its mail."""
    renamed = {said for step, templates in run.behind.items() if journey.step(step) is None for said in templates}
    again = {step.id for step in journey.steps if step.id != run.step and _says(step) & renamed}
    return frozenset(again | {step.id for step in journey.steps if step.id in run.behind})


def _follows(journey: Journey, step: Step, passed: frozenset[str]) -> bool:
    ids = [other.id for other in journey.steps]
    return all(ids.index(other) < ids.index(step.id) for other in passed)


def _is_to_come(now: datetime, step: Step, run: Run) -> bool:
    return day_begins(run.started_at, step.day, zone_of(run.timezone)) > now


def _says(step: Step) -> set[str]:
    said = {choice.action.template for choice in step.choices if isinstance(choice.action, Email | InApp)}
    return said | {choice.action.name for choice in step.choices if isinstance(choice.action, Webhook)}
