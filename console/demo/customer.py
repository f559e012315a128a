"""One customer of the book: who they are, and everything they will do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Person:
    """A contact to be; `email` may be missing, and `unsubscribed` people have asked for no mail.

    `since`: so many days after the company signed up they join it (0: they were there).
    """

    key: str
    first_name: str
    last_name: str
    role: str
    email: str | None
    unsubscribed: bool = False
    team: str | None = None
    since: int = 0


@dataclass(frozen=True, slots=True)
class Happening:
    """An event to be, as `feed` will tell it: `amount` times `name`, done by the person `by` (none: nobody named).

    `reserved`: the name is one that Tenure knows, so its `properties` count.
    """

    key: str
    feed: str
    name: str
    at: datetime
    amount: int = 1
    by: str | None = None
    properties: Mapping[str, object] = field(default_factory=dict)
    reserved: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes so at a moment: columns and traits of the account, or the `columns` of one of its people."""

    at: datetime
    columns: Mapping[str, object] = field(default_factory=dict)
    traits: Mapping[str, object] = field(default_factory=dict)
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """An account to be, with its people and what they will do, oldest first.

    `terms` is what its contract says on the first day, as columns and traits; `changes` what becomes of it all.
    """

    key: str
    name: str
    archetype: str
    country: str
    timezone: str
    industry: str
    plan: str
    seats: int
    arr_cents: int
    signed_up_at: datetime
    churned_at: datetime | None
    people: tuple[Person, ...]
    happenings: tuple[Happening, ...]
    changes: tuple[Change, ...] = ()
    terms: Mapping[str, object] = field(default_factory=dict)
