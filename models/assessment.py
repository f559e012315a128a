"""How an account stood on each day, and how its peers did."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.columns import BIG, document, moment


class Assessment(SQLModel, table=True):
    """The health of an account on one day of its own calendar; `score` is empty where it could not be told.

    `components` says how each part was judged and on what, `figures` holds the metrics that peers are compared by.
    """

    account_id: int = Field(foreign_key="account.id", primary_key=True, sa_type=BIG)
    day: date = Field(primary_key=True)
    at: datetime = moment()
    segment: str = ""
    model: str
    score: int | None = None
    band: str | None = None
    because: str = ""
    components: list[dict[str, Any]] = document()
    figures: dict[str, Any] = document()


class Benchmark(SQLModel, table=True):
    """How the accounts of one segment did on one day: `points` are the 101 percentiles of a metric, 0 to 100."""

    day: date = Field(primary_key=True)
    segment: str = Field(primary_key=True)
    metric: str = Field(primary_key=True)
    accounts: int
    points: list[float] = document()
