"""The ledger: what was concluded, when, why, and on what it was based. Append-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import document, identity, moment, reference


class Decision(SQLModel, table=True):
    """One line of the ledger.

    `kind` is what was decided (enter, decline, send, hand over, wait, skip, hold, leave, finish) or what became of
    it (sent, suppressed, unknown, refused …; done: a task whose aim was reached). `reason` is a word for why nothing
    is said, where nothing is: condition, came, unknown, at work, nobody, taste, said, gap, cap, outranked, late,
    paused, budget, reputation or mode. Rows are added and never changed, but for the name of somebody who was
    forgotten.
    """

    __table_args__ = (Index("ix_decision_story", "account_id", "id"),)

    id: int | None = identity()
    account_id: int = reference("account.id", index=False)
    enrollment_id: int | None = reference("enrollment.id", index=False, nullable=True)
    touchpoint_id: int | None = reference("touchpoint.id", index=False, nullable=True)
    journey: str
    step: str | None = None
    kind: str = Field(max_length=20)
    because: str
    reason: str = Field(default="", sa_column_kwargs={"server_default": ""})
    evidence: dict[str, Any] = document()
    until: datetime | None = moment(nullable=True)
    at: datetime = moment()
