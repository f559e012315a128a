"""What a provider's answer means for us: a closed set of values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has it; `provider_id` is its name for it."""

    provider_id: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Postponed:
    """Certainly not accepted, worth another try; with `until`, the whole provider wants rest till then."""

    detail: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Certainly not accepted, and never will be as it is (400, 413): a human has to look."""

    detail: str


@dataclass(frozen=True, slots=True)
class Locked:
    """The provider refuses *us* (401, 403): nothing can be sent until a human mends the key; no try is used up."""

    detail: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may or may not have been accepted (time-out or cut after writing, 5xx): never sent again blindly."""

    detail: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """Certainly not sent, by our own will: this installation writes to nobody, or not to this address."""

    detail: str


Outcome = Accepted | Postponed | Refused | Locked | Unknown | Withheld
