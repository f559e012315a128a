"""Behavior: what is known of one account at one instant, as plain frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at the account; `unreachable` says why we may not write to them, if so."""

    id: int
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    role: str = "user"
    timezone: str | None = None
    unreachable: str | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """How often one event happened: ever, and per day of the account's calendar (oldest first).

    `days` reaches only as far back as the program's conditions look.
    """

    total: int
    first_at: datetime
    last_at: datetime
    days: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Behavior:
    """What is known of one account.

    `account` holds its traits by catalog name (`name`, `plan`, `arr` …; a trait nobody told us is absent). `usage` is
    by event name: no entry means it never happened, provided its feed is alive. `feeds` says when each feed was last
    heard; a feed the program expects and that is not in it was never heard. `tasks` are the playbooks of the
    account's open tasks.
    """

    account: Mapping[str, object]
    timezone: str = "UTC"
    contacts: tuple[Contact, ...] = ()
    usage: Mapping[str, Usage] = field(default_factory=dict)
    feeds: Mapping[str, datetime] = field(default_factory=dict)
    tasks: frozenset[str] = frozenset()
