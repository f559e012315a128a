"""The daybook: what each journey had to say on a day, and what became of it."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.columns import BIG, DOCUMENT, moment

NONE = {"server_default": "0"}


class Daybook(SQLModel, table=True):
    """One journey on one day (UTC, of the customers' time).

    `due` is what was expected of the day at its beginning; none: nothing was written down then. `sent`, `held`,
    `failed` and `skipped` (how many by reason) are what became of it as of `counted_at`, and `missing` what was due
    and of which nothing is on record. `closed_at`: the day was reckoned up. `ledger_from` is the newest line of the
    ledger when the day began. `ceiling`: it wanted to send more than this, and was stopped.
    """

    day: date = Field(primary_key=True)
    journey: str = Field(primary_key=True)
    due: int | None = None
    sent: int = Field(default=0, sa_column_kwargs=NONE)
    held: int = Field(default=0, sa_column_kwargs=NONE)
    failed: int = Field(default=0, sa_column_kwargs=NONE)
    missing: int = Field(default=0, sa_column_kwargs=NONE)
    skipped: dict[str, Any] = Field(
        default_factory=dict, sa_type=DOCUMENT, nullable=False, sa_column_kwargs={"server_default": "{}"}
    )
    ledger_from: int = Field(default=0, sa_type=BIG, sa_column_kwargs=NONE)
    ceiling: int | None = None
    counted_at: datetime | None = moment(nullable=True)
    closed_at: datetime | None = moment(nullable=True)
