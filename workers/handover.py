"""Handing an account to a human: the task, with the evidence on the table."""

from datetime import datetime
from typing import Any

from journeys.decisions import HandOver
from journeys.playbook import Playbook
from journeys.schedule import work_days_later, zone_of
from journeys.window import Window
from workers.gather import Standing

# What a playbook tells the CSM beside the steps, in the order in which it helps.
GUIDANCE = ("review", "message", "escalation", "success", "follow_up")


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
        "guidance": {name: value for name in GUIDANCE if (value := getattr(playbook, name))},
        "priority": playbook.priority,
        "owner": account.owner or playbook.owner,
        "step": decision.step,
        "state": "open",
        "opened_at": now,
        "due_at": work_days_later(
            now, playbook.due_days, window.in_country(account.country), zone_of(account.timezone)
        ),
    }
