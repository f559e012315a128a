"""Handing an account to a human: the task, with the evidence on the table."""

from datetime import date, datetime
from math import inf
from typing import Any

from journeys.catalog import Catalog
from journeys.decisions import HandOver
from journeys.load import Book
from journeys.plan_fields import SHOWN
from journeys.playbook import Playbook
from journeys.schedule import work_days_later, zone_of
from workers.gather import Standing

# What a playbook tells the CSM beside the steps, in the order in which it helps.
GUIDANCE = ("review", "message", "escalation", "success", "follow_up")


def task_row(now: datetime, standing: Standing, decision: HandOver, book: Book) -> dict[str, Any]:
    """Answer the task that this decision opens, as a row; due when the account's Nth working day from now ends."""
    account, playbook, window = standing.account, book.playbooks[decision.playbook], book.program.window
    return {
        "account_id": account.id,
        "contact_id": next((contact.id for contact in standing.behavior.contacts), None),
        "reason": playbook.name,
        "title": f"{playbook.title}: {account.name}",
        "because": decision.because,
        "evidence": {**_shown(now, standing, book.catalog, playbook), **decision.evidence},
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


def _shown(now: datetime, standing: Standing, catalog: Catalog, playbook: Playbook) -> dict[str, object]:
    """Answer the success plan, as whoever speaks to them begins with what they want, and what the playbook shows."""
    plan = SHOWN if catalog.value(now, standing.behavior, "plan.known") is True else ()
    names = [name for name in (*plan, *playbook.shows) if name in catalog.fields]
    found = {name: catalog.value(now, standing.behavior, name) for name in names}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in found.items()
        if value is not None and value != inf  # longer than any number is no figure
    }
