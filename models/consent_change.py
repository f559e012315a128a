"""The record of whom we may write to: every change of it, when, and how it came."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import identity, moment


class ConsentChange(SQLModel, table=True):
    """A suppression that was written, or taken back (`allowed`). Rows are only added.

    `email` is a place, as a suppression's; of a person who was forgotten, what is left of their address.
    """

    __tablename__ = "consent_change"

    id: int | None = identity()
    email: str = Field(index=True)
    topic: str
    reason: str
    allowed: bool = Field(default=False)
    source: str = Field(description="preference page, one click, sendgrid, import FILE, somebody at the terminal …")
    because: str = Field(default="", description="what a person wrote about it")
    at: datetime = moment()
