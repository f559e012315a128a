"""Handing an account to a human: the task, with the evidence on the table."""

from datetime import datetime
from typing import Any

from journeys.playbook import Playbook

from journeys.decisions import HandOver
from journeys.schedule import work_days_later, zone_of
from journeys.window import Window
from workers.gather import Standing


def task_row(
    now: datetime, standing: Standing, decision: HandOver, playbook: Playbook, window: Window
) -> dict[str, Any]:
    """Answer the task that this decision opens, as a row; due when the account's Nth working day from now ends."""
    account = standing.account
    return {
        "account_id": account.id,
        "contact_id": next((contact.id for contact in standing.behavior.contacts), None),
        "reason": playbook.name,
        "title": f"{playbook.title}: {account.name}",
        "because": decision.because,
        "evidence": dict(decision.evidence),
        "steps": list(playbook.steps),
        "priority": playbook.priority,
        "owner": account.owner or playbook.owner,
        "step": decision.step,
        "state": "open",
        "opened_at": now,
        "due_at": work_days_later(now, playbook.due_days, window, zone_of(account.timezone)),
    }
