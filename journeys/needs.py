"""Needs: what has to be gathered about an account before a question can be answered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """An event's total (`days` is None), or how often it happened on each of its last `days` days, today included."""

    event: str
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Users:
    """Who did this within the last `days` days, today included, and each of them on which day last."""

    event: str
    days: int


@dataclass(frozen=True, slots=True)
class Details:
    """Every single one of a reserved event, with its properties."""

    event: str


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many people did any of `events` on each of the last `days` days."""

    events: frozenset[str]
    days: int


@dataclass(frozen=True, slots=True)
class Seen:
    """Who did any of `events` within the last `days` days, today included, and each of them on which day last."""

    events: frozenset[str]
    days: int


@dataclass(frozen=True, slots=True)
class Past:
    """How the account was assessed on the last `days` days before today."""

    days: int


@dataclass(frozen=True, slots=True)
class Peers:
    """How the account's peers do: the newest benchmarks."""


@dataclass(frozen=True, slots=True)
class Said:
    """Whether we said this template to the account within the last `days` days; an empty name: any mail."""

    template: str
    days: int


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Which mails the account's people got within the last `days` days as members of other accounts."""

    days: int


@dataclass(frozen=True, slots=True)
class Shared:
    """Whether very many accounts have the same value of this trait."""

    trait: str


Need = Counts | Users | Details | Crowd | Seen | Past | Peers | Said | Elsewhere | Shared
