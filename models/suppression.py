"""Addresses we must not write to, and why."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import moment


class Suppression(SQLModel, table=True):
    """An address, or an address for one topic (`*`: every topic), that wants or gets no mail from us.

    Of a person without an address who wants none, `email` is `contact 17` until there is one: see models/consent.py.
    """

    email: str = Field(primary_key=True, description="lower case")
    topic: str = Field(default="*", primary_key=True)
    reason: str = Field(description="unsubscribed, bounced, complained, asked …")
    source: str = ""
    at: datetime = moment()
