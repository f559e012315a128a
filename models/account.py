"""The customer company, and when Tenure looks at it next."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import BIG, document, identity, moment


class Account(SQLModel, table=True):
    """A customer company.

    The account is what the clock leases: `wake_at` is its next look (none: nothing to do until something
    happens), `leased_until` says, in the machine's own time, until when one process has it in hand. `assess_at` is when
    its health is looked at next (none: as soon as may be) unless it has churned, `assessed_until` the lease for that.
    `stirs` counts how often something new was learned: who has looked tells by it whether that still is all.
    `told` says of each column and trait when what it holds was so, in the teller's time: what is older never replaces
    what is newer, in whatever order they arrive.
    """

    __table_args__ = (
        Index("ix_account_signed_up_at", "signed_up_at"),
        Index("ix_account_renewal_on", "renewal_on"),
        Index(
            "ix_account_due",
            "wake_at",
            "id",
            postgresql_where=text("wake_at IS NOT NULL"),
            sqlite_where=text("wake_at IS NOT NULL"),
        ),
        Index(
            "ix_account_assess",
            "assess_at",
            "id",
            postgresql_where=text("churned_at IS NULL"),
            sqlite_where=text("churned_at IS NULL"),
        ),
    )

    id: int | None = identity()
    key: str = Field(unique=True, description="the company's id in the customer's own systems")
    name: str
    plan: str | None = None
    industry: str | None = None
    country: str | None = Field(default=None, max_length=2, description="ISO 3166-1 alpha-2")
    timezone: str = Field(default="UTC", description="IANA name")
    seats: int | None = None
    arr_cents: int | None = Field(default=None, sa_type=BIG, description="annual recurring revenue")
    billing_frequency: str | None = Field(default=None, description="monthly or annual")
    trial: bool = False
    owner: str | None = Field(default=None, description="the CSM's address, where one is named")
    signed_up_at: datetime | None = moment(nullable=True)
    churned_at: datetime | None = moment(nullable=True)
    renewal_on: date | None = None
    traits: dict[str, Any] = document()
    told: dict[str, Any] = document()
    created_at: datetime = moment()
    wake_at: datetime | None = moment(nullable=True)
    stirs: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    leased_until: datetime | None = moment(nullable=True)
    assess_at: datetime | None = moment(nullable=True)
    assessed_until: datetime | None = moment(nullable=True)
