"""A CSM's piece of work."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, false, text
from sqlmodel import Field, SQLModel

from models.columns import document, identity, moment, reference

OPEN = text("state = 'open'")


class Task(SQLModel, table=True):
    """What a human has to do about an account, with the evidence; one open task per account and reason.

    `rehearsed`: it was opened in shadow, when nothing was said to anybody, and nobody was meant to act on it.
    """

    __table_args__ = (
        Index("ux_task_open", "account_id", "reason", unique=True, postgresql_where=OPEN, sqlite_where=OPEN),
    )

    id: int | None = identity()
    account_id: int = reference("account.id")
    enrollment_id: int | None = reference("enrollment.id", index=False, nullable=True)
    contact_id: int | None = reference("contact.id", index=False, nullable=True)
    reason: str = Field(description="the playbook's name")
    title: str
    because: str
    evidence: dict[str, Any] = document()
    steps: list[str] = document()
    guidance: dict[str, Any] = document()
    priority: str = "medium"
    owner: str | None = None
    journey: str = ""
    step: str | None = None
    state: str = "open"
    opened_at: datetime = moment()
    due_at: datetime = moment()
    closed_at: datetime | None = moment(nullable=True)
    outcome: str | None = None
    rehearsed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
