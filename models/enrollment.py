"""One account in one journey, once per occurrence."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import identity, moment, reference


class Enrollment(SQLModel, table=True):
    """Where an account stands in a journey.

    `state`: open, finished (every step is behind it), left (goal reached or `leave` came true), away (left because it
    churned: it goes on if it comes back), declined (looked at and not let in: `because` says why). An open enrollment
    always has a wake time: the database refuses one without. `publication_id` is the version of the journey it began
    with; it goes on in the one in force. `started_at` is day 0 as it is planned now: a date may move. `lapsed_at`:
    when the condition it began with was first seen to hold no more; before that, no other run begins.
    """

    __table_args__ = (
        UniqueConstraint("account_id", "journey", "occurrence"),
        CheckConstraint("state <> 'open' OR wake_at IS NOT NULL", name="open_means_awake"),
    )

    id: int | None = identity()
    account_id: int = reference("account.id", index=False)
    journey: str
    occurrence: str
    publication_id: int = reference("publication.id", index=False)
    state: str = "open"
    step: str | None = Field(default=None, description="the step it looks at next")
    started_at: datetime = moment()
    wake_at: datetime | None = moment(nullable=True)
    standing: str = Field(default="", description="the last decision's kind, step and reason, so that it is told once")
    because: str = ""
    ended_at: datetime | None = moment(nullable=True)
    lapsed_at: datetime | None = moment(nullable=True)
