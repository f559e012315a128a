"""Something we do towards a customer, recorded before it is done, and every try at doing it."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from models.columns import identity, moment, reference

DUE = text("state = 'planned'")
URGENT = text("state = 'planned' AND NOT commercial AND channel = 'email'")
TRIED = text("variant <> ''")
AWAITED = text("channel = 'in_app' AND settled_at IS NULL")
ABROAD = text("state = 'sending'")
DOUBTED = text("doubted_until IS NOT NULL")
MAILED = text("channel = 'email'")


class Touchpoint(SQLModel, table=True):
    """One mail or in-app message for one contact, or one call of another system, under a key that names it for ever.

    `state`: planned → sending → accepted | unknown | refused, or skipped before anything was said; shadowed is what
    would have been said, but for the installation's being in shadow, and counts as said there alone. What is unknown is
    looked at again at `doubted_until` (none: a human has it); it may be planned again, or given up. An in-app message
    is pending until a browser takes it (models/prompts.py), and `due_at` says when it is looked at.
    `fence` counts the claims: who holds an older one has lost it.
    `leased_until`, `hinted_at` and `doubted_until` are in the machine's own time; `opened_at`, when we last began to
    send it, is in the customers', and what the gap and the caps are counted from. `variant` and `locale` say which
    edition of the mail was sent: the letter under which it is tried against others (empty: it is not), and the language
    of its file (empty: the original's). They are written as it leaves, and a variant once given is kept. After a
    `commercial` mail the account is left alone for a while. A call has no contact; its `template` is the name of the
    webhook. `allowed`: a person let it through, whatever the budget of its journey.
    """

    __table_args__ = (
        UniqueConstraint("account_id", "journey", "occurrence", "step", "contact_id"),
        Index("ix_touchpoint_due", "due_at", "id", postgresql_where=DUE, sqlite_where=DUE),
        Index("ix_touchpoint_urgent", "due_at", "id", postgresql_where=URGENT, sqlite_where=URGENT),
        Index("ix_touchpoint_abroad", "leased_until", postgresql_where=ABROAD, sqlite_where=ABROAD),
        Index("ix_touchpoint_tried", "template", postgresql_where=TRIED, sqlite_where=TRIED),
        Index("ix_touchpoint_mailed", "journey", "settled_at", postgresql_where=MAILED, sqlite_where=MAILED),
        Index("ix_touchpoint_awaited", "due_at", postgresql_where=AWAITED, sqlite_where=AWAITED),
        Index("ix_touchpoint_doubted", "doubted_until", postgresql_where=DOUBTED, sqlite_where=DOUBTED),
    )

    id: int | None = identity()
    key: str = Field(unique=True, description="the send key: opaque, the same for every try")
    account_id: int = reference("account.id", index=False)
    contact_id: int | None = reference("contact.id", nullable=True)
    enrollment_id: int = reference("enrollment.id", index=False)
    journey: str
    occurrence: str
    step: str
    channel: str = Field(description="email, in_app or webhook")
    template: str
    variant: str = Field(default="", sa_column_kwargs={"server_default": ""})
    locale: str = Field(default="", sa_column_kwargs={"server_default": ""})
    commercial: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    allowed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    state: str = "planned"
    because: str = ""
    due_at: datetime = moment()
    fence: int = 0
    attempts: int = 0
    leased_until: datetime | None = moment(nullable=True)
    hinted_at: datetime | None = moment(nullable=True)
    doubted_until: datetime | None = moment(nullable=True)
    provider_id: str | None = None
    created_at: datetime = moment()
    opened_at: datetime | None = moment(nullable=True)
    settled_at: datetime | None = moment(nullable=True)


class Attempt(SQLModel, table=True):
    """One try at a touchpoint: written before the provider is called, answered after."""

    __table_args__ = (UniqueConstraint("touchpoint_id", "number"),)

    id: int | None = identity()
    touchpoint_id: int = reference("touchpoint.id", index=False)
    number: int
    fence: int
    outcome: str | None = Field(
        default=None,
        description="accepted, postponed, rest, refused, locked, unknown, withheld, died; none: no answer yet",
    )
    detail: str = ""
    started_at: datetime = moment()
    ended_at: datetime | None = moment(nullable=True)
