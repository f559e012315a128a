"""People who may sign in."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import identity, moment


class User(SQLModel, table=True):
    """A person who works with Tenure, and what they may do.

    Without a password nobody has followed the link by which one is chosen. Whoever is disabled stays on record.
    """

    id: int | None = identity()
    email: str = Field(unique=True, description="lower case")
    name: str
    role: str = Field(description="viewer, csm, marketer, operator, admin")
    may_publish: bool = False
    may_send: bool = False
    password_hash: str | None = None
    created_at: datetime = moment()
    created_by: str = ""
    disabled_at: datetime | None = moment(nullable=True)
