"""One-time links by which a person chooses a password."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import moment, reference


class Invitation(SQLModel, table=True):
    """A link that was given out and not used; without a user it makes the first admin."""

    digest: str = Field(primary_key=True)
    user_id: int | None = reference("user.id", nullable=True)
    expires_at: datetime = moment()
