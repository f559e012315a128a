"""A person at an account."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.columns import document, identity, moment, reference


class Contact(SQLModel, table=True):
    """A person at an account; without an address, suppressed, or gone (`left_at`), they cannot be reached.

    `merged_into` is the contact whom this one turned out to be: it is kept for what was said to it, and no more.
    `told` is as the account's.
    """

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
