"""Who is signed in."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import identity, moment, reference


class SignIn(SQLModel, table=True):
    """One browser in which one person is signed in. Of its token only a digest is kept: to read it opens nothing."""

    __tablename__ = "sign_in"

    id: int | None = identity()
    user_id: int = reference("user.id")
    digest: str = Field(unique=True)
    began_at: datetime = moment()
    seen_at: datetime = moment()
