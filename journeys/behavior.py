"""Behavior: what is known of one account at one instant, as plain frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at the account; `unreachable` says why we may not write to them, if so; `left_at`: they are gone.

    `declined` says why they get nothing that is said to win them; what belongs to the contract may be written to them.
    """

    id: int
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    role: str = "user"
    timezone: str | None = None
    unreachable: str | None = None
    team: str | None = None
    left_at: datetime | None = None
    locale: str | None = None
    declined: str | None = None

    def hindrance(self, *, expected: bool) -> str | None:
        """Why no mail goes to them; `expected`: one that belongs to the contract itself."""
        if not self.email:
            return self.unreachable or "no address"
        return self.unreachable or (None if expected else self.declined)


@dataclass(frozen=True, slots=True)
class Usage:
    """How often one event happened: ever, and per day of the account's calendar (oldest first).

    `days` reaches only as far back as the program's conditions look; so do `users`, by contact the day on which they
    did it last, and `unnamed`, the last day on which nobody said who did it.
    """

    total: int
    first_at: datetime
    last_at: datetime
    days: tuple[tuple[date, int], ...] = ()
    users: Mapping[int, date] = field(default_factory=dict)
    unnamed: date | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """One reserved event, with its properties; `contact` is the id of whoever did it, if anybody was named."""

    name: str
    at: datetime
    contact: int | None = None
    properties: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many people were active on each day (days with nobody are left out), and each of them on which day last.

    `unnamed`: the last day with activity of which nobody says whose it was.
    """

    daily: tuple[tuple[date, int], ...] = ()
    seen: Mapping[int, date] = field(default_factory=dict)
    unnamed: date | None = None


@dataclass(frozen=True, slots=True)
class Assessed:
    """How the account was found on an earlier day; no score: it could not be told."""

    day: date
    model: str
    score: int | None = None
    band: str | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """A feed was silent from one moment to another; what was missed may still be on its way.

    `missed_at`: when some of it came in last.
    """

    silent_from: datetime
    resumed_at: datetime
    missed_at: datetime | None = None

    def lasted(self, longer_than: timedelta) -> bool:
        """Answer whether the silence lasted longer than so long."""
        return self.resumed_at - self.silent_from > longer_than


@dataclass(frozen=True, slots=True)
class Benchmark:
    """How a segment does by one metric: the number of accounts, and the 101 percentiles from 0 to 100."""

    accounts: int
    points: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """Something we said to the account, or are about to: a template, when, and where.

    `touchpoint` is its id (0: it has none yet). `journey` and `step` said it, to `contact` under the address `email`.
    `commercial`: a mail after which the account is left alone for a while. `planned`: it is not said yet, and has the
    `priority` of its journey. `held`: it could not be when its time came, and waits since then.
    """

    template: str
    at: datetime
    journey: str = ""
    step: str = ""
    commercial: bool = False
    touchpoint: int = 0
    planned: bool = False
    held: datetime | None = None
    contact: int = 0
    email: str = ""
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Behavior:
    """What is known of one account.

    `account` holds its traits by catalog name (`name`, `plan`, `arr` …; a trait nobody told us is absent). `usage` is
    by event name: no entry means it never happened, provided its feed is alive. `feeds` says up to when each feed has
    told us everything; a feed the program expects and that is not in it was never heard; `beginnings` since when each
    tells of everything (not in it: since ever; a day: since that day of anybody's calendar); `returns` says of those
    that were silent from when to when, oldest first. `tasks` are the playbooks of the account's open tasks.

    What follows is gathered only if somebody asks: `untold` are the events of which nobody ever told us, of no account
    at all; `happenings` are reserved events one by one, by name, oldest first; `crowd` who was active; `assessed`
    earlier days' health, oldest first; `benchmarks` by segment and metric; `key` is the account's own, for chance;
    `shared` are the traits whose value very many accounts have in common; `said` what we said to
    it lately, oldest first; `said_elsewhere` the mails that its people got as members of other accounts.
    """

    account: Mapping[str, object]
    timezone: str = "UTC"
    contacts: tuple[Contact, ...] = ()
    usage: Mapping[str, Usage] = field(default_factory=dict)
    feeds: Mapping[str, datetime] = field(default_factory=dict)
    tasks: frozenset[str] = frozenset()
    beginnings: Mapping[str, date] = field(default_factory=dict)
    returns: Mapping[str, tuple[Return, ...]] = field(default_factory=dict)
    untold: frozenset[str] = frozenset()
    happenings: Mapping[str, tuple[Happening, ...]] = field(default_factory=dict)
    crowd: Crowd = Crowd()
    assessed: tuple[Assessed, ...] = ()
    benchmarks: Mapping[tuple[str, str], Benchmark] = field(default_factory=dict)
    key: str = ""
    shared: frozenset[str] = frozenset()
    said: tuple[Said, ...] = ()
    said_elsewhere: tuple[Said, ...] = ()
