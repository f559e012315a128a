"""A person at an account."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import document, identity, moment, reference

MERGED = text("merged_into IS NOT NULL")


class Contact(SQLModel, table=True):
    """A person at an account; without an address, suppressed, or gone (`left_at`), they cannot be reached.

    `merged_into` is the contact whom this one turned out to be: it is kept for what was said to it, and no more.
    `told` is as the account's.
    """

    __table_args__ = (Index("ix_contact_merged", "merged_into", postgresql_where=MERGED, sqlite_where=MERGED),)

    id: int | None = identity()
    account_id: int = reference("account.id")
    key: str = Field(unique=True, description="the person's id in the customer's own systems")
    email: str | None = Field(default=None, index=True, description="lower case")
    first_name: str | None = None
    last_name: str | None = None
    role: str = Field(default="user", description="admin, champion, billing, sponsor or user")
    timezone: str | None = Field(default=None, description="IANA name; none: the account's")
    locale: str | None = None
    left_at: datetime | None = moment(nullable=True)
    merged_into: int | None = reference("contact.id", index=False, nullable=True)
    traits: dict[str, Any] = document()
    told: dict[str, Any] = document()
    created_at: datetime = moment()
