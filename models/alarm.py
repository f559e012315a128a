"""What somebody has to be told about the machine or its feeds: once, until it is over."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import identity, moment

OPEN = text("cleared_at IS NULL")


class Alarm(SQLModel, table=True):
    """Something that a person has to know; one open alarm per kind and subject. `told_at`: since when they do."""

    __table_args__ = (Index("ux_alarm_open", "kind", "subject", unique=True, postgresql_where=OPEN, sqlite_where=OPEN),)

    id: int | None = identity()
    kind: str = Field(description="silence …")
    subject: str = Field(description="what it is about: the feed …")
    because: str
    raised_at: datetime = moment()
    cleared_at: datetime | None = moment(nullable=True)
    told_at: datetime | None = moment(nullable=True)
