"""What was put in force together: who did it, when, and why."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import BIG, moment


class Release(SQLModel, table=True):
    """One publication of the program; what it consists of are the newest versions of all files up to it.

    Releases are counted from 1 without a gap. `restores` is the release whose files this one puts in force again.
    Neither a release nor a published file ever changes: the database refuses to.
    """

    number: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    published_at: datetime = moment()
    published_by: str = ""
    because: str = ""
    restores: int | None = Field(default=None, sa_type=BIG, nullable=True)
