"""Addresses we must not write to, and why."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import moment


class Suppression(SQLModel, table=True):
    """One reason why an address, or an address for one topic (`*`: every topic), wants or gets no mail from us.

    Reasons stand beside each other: that a bounce is over says nothing about a wish (models/reasons.py). `email` is a
    place (models/places.py): an address, a whole domain `@example.com`, what is left of an address that was forgotten,
    or `contact 17`, of a person who wants none and has no address yet: see models/consent.py.
    """

    email: str = Field(primary_key=True, description="lower case")
    topic: str = Field(default="*", primary_key=True)
    reason: str = Field(primary_key=True, description="unsubscribed, bounced, complained, asked …")
    source: str = ""
    at: datetime = moment()
