"""What the provider tells of mails that it was handed: each event once, whatever order they come in."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.columns import identity, moment, reference

ARRIVAL = text("kind IN ('blocked', 'delivered')")


class ProviderEvent(SQLModel, table=True):
    """One event of the provider about one mail: rows are only added, so that their order makes no difference.

    `kind` is ours: processed, deferred, delivered, opened, clicked, bounced (for good), blocked (for now), dropped,
    complained, unsubscribed or resubscribed. `at` is when it happened as the provider says, `received_at` when we were
    told, in the machine's own time: it is held against the times of attempts.
    """

    __tablename__ = "provider_event"
    __table_args__ = (
        UniqueConstraint("event_id"),
        Index("ix_provider_event_touchpoint_id", "touchpoint_id", "kind"),
        Index("ix_provider_event_received_at", "received_at"),
        Index("ix_provider_event_arrival", "email", "kind", postgresql_where=ARRIVAL, sqlite_where=ARRIVAL),
    )

    id: int | None = identity()
    event_id: str = Field(description="the provider's own name for it, at most 100 characters")
    touchpoint_id: int | None = reference("touchpoint.id", index=False, nullable=True)
    kind: str
    email: str = Field(default="", description="whom it was about, lower case")
    detail: str = Field(default="", description="the provider's reason, in its own words")
    at: datetime = moment()
    received_at: datetime = moment()
