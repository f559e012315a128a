"""What happened at an account, each event once, and its roll-ups."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, false, text
from sqlmodel import Field, SQLModel

from models.columns import BIG, document, identity, moment, reference

# Every look reads hundreds of roll-ups: SQLite is to find each where its key is, and not a second time elsewhere.
BY_KEY = {"sqlite_with_rowid": False}


class Event(SQLModel, table=True):
    """One thing that happened. `message_id` is the sender's: the same event twice is one row.

    `reserved`: its name is one that Tenure knows (`ticket opened`, `payment failed` …), so its properties count too.
    `implied`: nobody named the account, it is the one its contact belonged to at that moment. `stranger` is the key of
    the person it was told of, for as long as nobody told us who that is.
    """

    __table_args__ = (
        Index("ix_event_story", "account_id", "at"),
        Index(
            "ix_event_reserved",
            "account_id",
            "name",
            "at",
            postgresql_where=text("reserved"),
            sqlite_where=text("reserved"),
        ),
        Index(
            "ix_event_contact",
            "contact_id",
            postgresql_where=text("contact_id IS NOT NULL"),
            sqlite_where=text("contact_id IS NOT NULL"),
        ),
        Index(
            "ix_event_stranger",
            "stranger",
            postgresql_where=text("stranger IS NOT NULL"),
            sqlite_where=text("stranger IS NOT NULL"),
        ),
    )

    id: int | None = identity()
    message_id: str = Field(unique=True)
    account_id: int = reference("account.id", index=False)
    contact_id: int | None = reference("contact.id", index=False, nullable=True)
    feed: str = Field(description="where it came from: product, billing, support …")
    name: str
    at: datetime = moment()
    day: date | None = Field(default=None, description="where only the day was told: that day, whatever the zone")
    received_at: datetime = moment()
    amount: int = Field(default=1, sa_type=BIG, description="how many times it happened, for feeds that report sums")
    digest: str = Field(description="of the content: one key with another digest is a conflict")
    origin: str = Field(default="", description="file and line, or the API, for those who ask where from")
    properties: dict[str, Any] = document()
    reserved: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    implied: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    stranger: str | None = None


class EventDay(SQLModel, table=True):
    """How often an event happened on one day of the account's own calendar, per contact (0: nobody named)."""

    __tablename__ = "event_day"
    __table_args__ = BY_KEY

    account_id: int = Field(foreign_key="account.id", primary_key=True, sa_type=BIG)
    name: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    contact_id: int = Field(default=0, primary_key=True, sa_type=BIG)
    amount: int = Field(default=0, sa_type=BIG)


class EventTotal(SQLModel, table=True):
    """How often an event ever happened at an account, first and last."""

    __tablename__ = "event_total"
    __table_args__ = BY_KEY

    account_id: int = Field(foreign_key="account.id", primary_key=True, sa_type=BIG)
    name: str = Field(primary_key=True)
    amount: int = Field(default=0, sa_type=BIG)
    first_at: datetime = moment()
    last_at: datetime = moment()


class Feed(SQLModel, table=True):
    """When a feed was first and last heard from, and how far its own time has come.

    `connected_at`: none where it was there before anything else.
    """

    name: str = Field(primary_key=True)
    heard_at: datetime = moment()
    latest_at: datetime = moment()
    connected_at: datetime | None = moment(nullable=True)


class FeedDay(SQLModel, table=True):
    """That a feed told of a day before it was connected; `imported`: on purpose, as history."""

    __tablename__ = "feed_day"

    feed: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    imported: bool


class EventName(SQLModel, table=True):
    """That a feed has told of an event of this name: what nobody ever told of, of no account, proves nothing."""

    __tablename__ = "event_name"

    feed: str = Field(primary_key=True)
    name: str = Field(primary_key=True, index=True)


class Silence(SQLModel, table=True):
    """From when to when a feed was silent, for an hour or more: what was missed meanwhile may still be on its way.

    `missed_at`: when some of that came in last.
    """

    name: str = Field(primary_key=True)
    silent_from: datetime = moment(primary_key=True)
    resumed_at: datetime = moment()
    missed_at: datetime | None = moment(nullable=True)
