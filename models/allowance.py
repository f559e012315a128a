"""How many mails were allowed to leave, and when."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import moment


class Allowance(SQLModel, table=True):
    """How many mails were allowed to leave in one second, or on one day of UTC, by the database's own time.

    `span` is second or day, `since` its beginning. Seconds are kept for some minutes, days for good.
    """

    span: str = Field(primary_key=True)
    since: datetime = moment(primary_key=True)
    mails: int
