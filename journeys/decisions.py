"""What the engine can conclude: a closed set of values, each with its reason and what it was based on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Evidence = Mapping[str, object]  # JSON-ready: what was looked at, as written in the file, and its value

# Why nothing is said, in a word: so that what was left unsaid can be counted.
Reason = Literal[
    "",
    "condition",
    "came",
    "unknown",
    "at work",
    "nobody",
    "taste",
    "said",
    "gap",
    "cap",
    "outranked",
    "late",
    "left",
    "unseen",
    "mode",
    "paused",
    "budget",
    "reputation",
]


@dataclass(frozen=True, slots=True)
class Enter:
    """The account starts the journey; `started_at` is its day 0."""

    occurrence: str
    started_at: datetime
    because: str
    evidence: Evidence = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decline:
    """The account does not start the journey; `until` is when to ask again (none: when something changes).

    `quiet`: nothing has happened that it could start from, which is not worth a line.
    """

    occurrence: str
    because: str
    until: datetime | None = None
    evidence: Evidence = field(default_factory=dict)
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Send:
    """Say this to that contact, now. After a `commercial` mail the account is left alone for a while."""

    step: str
    channel: Literal["email", "in_app"]
    template: str
    contact: int
    because: str
    evidence: Evidence = field(default_factory=dict)
    commercial: bool = True


@dataclass(frozen=True, slots=True)
class Call:
    """Tell this other system, now."""

    step: str
    webhook: str
    because: str
    evidence: Evidence = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HandOver:
    """Give the account to a human, with the evidence."""

    step: str
    playbook: str
    because: str
    evidence: Evidence = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing is due before `until`."""

    step: str
    until: datetime
    because: str
    evidence: Evidence = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hold:
    """The step is due but must not happen now (data stale, nobody reachable, a task is open); look again at `until`."""

    step: str
    until: datetime
    because: str
    evidence: Evidence = field(default_factory=dict)
    reason: Reason = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """The step will not happen (its condition says no, or it is too late); the next one is looked at."""

    step: str
    because: str
    evidence: Evidence = field(default_factory=dict)
    reason: Reason = "condition"


@dataclass(frozen=True, slots=True)
class Leave:
    """The account leaves the journey before its end: its goal is reached, or it no longer belongs.

    `away`: it has churned, and goes on if it comes back in time; or it is back, and goes on if it churns again.
    """

    because: str
    evidence: Evidence = field(default_factory=dict)
    away: bool = False


@dataclass(frozen=True, slots=True)
class Finish:
    """Every step is behind it."""

    because: str
    evidence: Evidence = field(default_factory=dict)


Admission = Enter | Decline
Decision = Send | Call | HandOver | Wait | Hold | Skip | Leave | Finish


@dataclass(frozen=True, slots=True)
class Position:
    """Where an enrollment stands: its day 0, and the id of the step it looks at next."""

    started_at: datetime
    step: str
