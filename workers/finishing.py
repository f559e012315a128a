"""Finishing: tasks whose aim is reached are closed before anything is decided, and silence nothing any more."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from journeys.accomplished import accomplished
from journeys.playbook import Playbook
from models.worklist import Closing, close_tasks
from workers.gather import Standing


def finish_tasks(
    connection: Connection, now: datetime, standings: Sequence[Standing], playbooks: Mapping[str, Playbook]
) -> list[Standing]:
    """Close every task of these accounts that is done by itself; answer the accounts without them."""
    closings: list[Closing] = []
    left = [_without(now, standing, playbooks, closings) for standing in standings]
    close_tasks(connection, now, closings)
    return left


def _without(now: datetime, standing: Standing, playbooks: Mapping[str, Playbook], closings: list[Closing]) -> Standing:
    done = accomplished(now, standing.behavior, playbooks)
    if not done:
        return standing
    closings += [Closing(standing.account.id, name, one.last, one.evidence) for name, one in done.items()]
    return replace(standing, behavior=replace(standing.behavior, tasks=standing.behavior.tasks - done.keys()))
