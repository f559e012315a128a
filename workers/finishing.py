"""Finishing: tasks whose aim is reached are closed before anything is decided, and silence nothing any more."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from journeys.accomplished import accomplished
from journeys.playbook import Playbook
from models.worklist import Closing
from workers.gather import Standing


def without_finished(
    now: datetime, standings: Sequence[Standing], playbooks: Mapping[str, Playbook]
) -> tuple[list[Standing], list[Closing]]:
    """Answer these accounts without the tasks that are done by themselves, and those tasks, which are to be closed."""
    closings: list[Closing] = []
    return [_without(now, standing, playbooks, closings) for standing in standings], closings


def _without(now: datetime, standing: Standing, playbooks: Mapping[str, Playbook], closings: list[Closing]) -> Standing:
    done = accomplished(now, standing.behavior, playbooks)
    if not done:
        return standing
    closings += [Closing(standing.account.id, name, one.last, one.evidence) for name, one in done.items()]
    return replace(standing, behavior=replace(standing.behavior, tasks=standing.behavior.tasks - done.keys()))
