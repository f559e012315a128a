"""Who is who: which account a person belonged to from when on, and the other names of accounts and persons."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import BIG, moment


class Membership(SQLModel, table=True):
    """From `since` on, the person belonged to this account, until another membership says otherwise."""

    contact_id: int = Field(foreign_key="contact.id", primary_key=True, sa_type=BIG)
    since: datetime = moment(primary_key=True)
    account_id: int = Field(foreign_key="account.id", sa_type=BIG)


class Alias(SQLModel, table=True):
    """Another name: `key` means the account or contact (`noun`) whose key is `target`, whether known yet or not.

    A target is never another name itself: chains are shortened when they are told.
    """

    __table_args__ = (Index("ix_alias_target", "target"),)

    key: str = Field(primary_key=True)
    noun: str = Field(primary_key=True)
    target: str
    at: datetime = moment()
