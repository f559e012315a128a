"""How often a password was tried in vain."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import moment


class Guess(SQLModel, table=True):
    """How many tries somebody had since a moment; `key` is a digest of who: an address, a person, a known browser."""

    key: str = Field(primary_key=True)
    times: int
    since: datetime = moment()
