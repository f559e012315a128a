"""Accomplished: tasks whose aim is reached are done, although nobody has said so."""

from collections.abc import Mapping
from datetime import datetime

from journeys.behavior import Behavior
from journeys.inquiry import Inquiry
from journeys.playbook import Playbook


def accomplished(now: datetime, behavior: Behavior, playbooks: Mapping[str, Playbook]) -> dict[str, Inquiry]:
    """Answer the open tasks of the account that are done by what it does, with what was found."""
    return {
        name: inquiry for name in sorted(behavior.tasks) if (inquiry := _reached(now, behavior, playbooks.get(name)))
    }


def _reached(now: datetime, behavior: Behavior, playbook: Playbook | None) -> Inquiry | None:
    if playbook is None or playbook.done_when is None:
        return None
    inquiry = Inquiry(now, behavior)
    return inquiry if inquiry.ask(playbook.done_when) else None
