"""A mail that one of us sent to themselves, to see it before any customer does."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import identity, moment


class Tryout(SQLModel, table=True):
    """One test mail: written before the provider is called, answered after. It is no touchpoint, and counts as none.

    `at` is the machine's own time.
    """

    __table_args__ = (Index("ix_tryout_sender", "by", "at"), Index("ix_tryout_mail", "mail", "id"))

    id: int | None = identity()
    key: str = Field(unique=True, description="opaque, and the provider's name for it")
    mail: str
    locale: str = ""
    variant: str = ""
    recipient: str = Field(description="as whom: preview typical, or a contact of an account, by their keys")
    digest: str = Field(description="of the mail's file, as it was")
    email: str = Field(description="where it went")
    by: str
    at: datetime = moment()
    outcome: str | None = Field(default=None, description="accepted, refused … as the provider says; none: no answer")
    detail: str = ""
