"""Handing an account to a human: the task, with the evidence on the table."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from journeys.decisions import HandOver
from journeys.playbook import CSM
from journeys.schedule import work_days_later, zone_of
from models.tables import DRAFT, TASK
from models.upsert import insert_new
from models.worklist import make_way
from workers.drafts import Draft
from workers.editions import Edition
from workers.gather import Standing

# What a playbook tells the CSM beside the steps, in the order in which it helps.
GUIDANCE = ("review", "message", "escalation", "success", "follow_up")


class Opening(NamedTuple):
    """A task to be opened, as a row, with the mail that was written for it."""

    task: dict[str, Any]
    draft: Draft | None = None


def open_handed(connection: Connection, openings: Sequence[Opening]) -> None:
    """Open these tasks, and keep with each its draft; where one of its playbook is open already, that one stays."""
    drafts = {(task["account_id"], task["reason"]): draft for task, draft in openings if draft is not None}
    tasks = [opening.task | _to(opening.draft) for opening in openings]
    make_way(connection, tasks)
    if not drafts:
        insert_new(connection, TASK, tasks)
        return
    opened = insert_new(connection, TASK, tasks, TASK.c.id, TASK.c.account_id, TASK.c.reason)
    named = ((row.id, drafts.get((row.account_id, row.reason))) for row in opened)
    insert_new(connection, DRAFT, [_draft_row(task, draft) for task, draft in named if draft is not None])


def _to(draft: Draft | None) -> dict[str, Any]:
    """Answer whom the task is about, if its draft says so."""
    return {"contact_id": draft.contact} if draft is not None and draft.contact is not None else {}


def _draft_row(task: int, draft: Draft) -> dict[str, Any]:
    said = draft.content
    return {
        "task_id": task,
        "mail": draft.mail,
        "subject": said.subject if said else "",
        "text": said.text if said else "",
        "html": said.html if said else "",
        "because": draft.because,
    }


def task_row(
    now: datetime, standing: Standing, decision: HandOver, edition: Edition, shown: Mapping[str, object]
) -> dict[str, Any]:
    """Answer the task that this decision opens, as a row; due when the account's Nth working day from now ends.

    `shown` is what its playbook shows of the account.
    """
    account, playbook = standing.account, edition.book.playbooks[decision.playbook]
    window = edition.book.program.window
    return {
        "account_id": account.id,
        "contact_id": next((contact.id for contact in standing.behavior.contacts), None),
        "reason": playbook.name,
        "title": f"{playbook.title}: {account.name}",
        "because": decision.because,
        "evidence": {**shown, **decision.evidence},
        "steps": list(playbook.steps),
        "guidance": {name: value for name in GUIDANCE if (value := getattr(playbook, name))},
        "priority": playbook.priority,
        "owner": (account.owner if playbook.owner == CSM else None) or playbook.owner,
        "step": decision.step,
        "state": "open",
        "rehearsed": edition.rehearsed,
        "opened_at": now,
        "due_at": work_days_later(
            now, playbook.due_days, window.in_country(account.country), zone_of(account.timezone)
        ),
    }
