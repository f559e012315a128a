"""What came in and could not go on: facts that wait for whom they are about, and messages that were refused."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import document, identity, moment


class Waiting(SQLModel, table=True):
    """A fact about an account or contact that nobody told us of yet: recorded as soon as somebody does.

    `key` is the fact's own (an event's message id), `waits_for` whom it waits for (`account acme`, `contact u-1`).
    """

    id: int | None = identity()
    kind: str
    key: str = Field(unique=True)
    waits_for: str = Field(index=True)
    content: dict[str, Any] = document()
    received_at: datetime = moment()


class Refusal(SQLModel, table=True):
    """A message, or a part of one, that was not taken, with the reason: so that nothing is refused silently."""

    __table_args__ = (Index("ix_refusal_source", "source", "id"),)

    id: int | None = identity()
    at: datetime = moment()
    source: str = Field(description="the name of the write key, or of the webhook")
    message_id: str = ""
    reason: str
    content: str = Field(default="", description="as it came, cut to some length")
