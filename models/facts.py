"""What a door tells of accounts, contacts and events, already checked, and what becomes of it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Literal
from zoneinfo import ZoneInfo

CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
LONGEST_ADDRESS = 254  # RFC 5321, with the angle brackets taken off
LONGEST_LOCAL_PART = 64
LOCAL_PART = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What is told of one company: only the columns told are touched, a trait told as None is forgotten.

    A `date` for a moment (`signed_up_at`, `churned_at`) means the start of that day in the account's zone. `at` is
    when it was so, in the teller's time (none: now): older facts never replace newer ones. `also` are other keys under
    which the company is spoken of (`stripe:cus_123`). `waits`: of a company that nobody told us of, it waits until
    somebody does (it does not make it known).
    """

    key: str
    columns: Mapping[str, object] = field(default_factory=dict)
    traits: Mapping[str, object] = field(default_factory=dict)
    at: datetime | None = None
    also: tuple[str, ...] = ()
    waits: bool = False


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What is told of one person, by the keys of person and company; `account` none: the one already known.

    `at`: as of an account's facts; from then on the person belongs to the account.
    """

    key: str
    account: str | None = None
    columns: Mapping[str, object] = field(default_factory=dict)
    traits: Mapping[str, object] = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """That `previous`, a person's earlier or anonymous id, means the person `contact`.

    `implied`: nobody said so, both stood in one message. If the id means somebody else, as on a machine that two people
    use, that is no mistake of the teller's: a conflict, and not refused.
    """

    previous: str
    contact: str
    at: datetime
    implied: bool = False


@dataclass(frozen=True, slots=True)
class EventFacts:
    """One thing that happened. `at` is a moment, or a day of the account's own calendar.

    Without `account` it happened at the contact's. `origin` says where it was told, for those who ask. `reserved`: its
    name is one that Tenure knows, so its properties count. Without `compare` whatever comes second under a message id
    is taken for the same, unless it has another name or other properties: when and of whom is not looked at, which is
    quicker, and right where ids are made by machines and clocks are corrected on the way. `imported`: it was told on
    purpose as history, which has holes, and not because it was late.
    """

    message_id: str
    name: str
    at: datetime | date
    feed: str
    account: str | None = None
    contact: str | None = None
    amount: int = 1
    properties: Mapping[str, object] = field(default_factory=dict)
    origin: str = ""
    reserved: bool = False
    compare: bool = True
    imported: bool = False

    @property
    def digest(self) -> str:
        """Answer the fingerprint of what was told; where it was told does not count."""
        at = self.at.astimezone(UTC) if isinstance(self.at, datetime) else self.at
        told = (self.account, self.contact, self.feed, self.name, at.isoformat(), self.amount, self.properties)
        return blake2b(CANONICAL.encode(told).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one fact; `because` says why it was refused or waits, or with what it is in conflict."""

    kind: Literal["new", "changed", "known", "conflict", "refused", "waiting"]
    because: str = ""


NEW, CHANGED, KNOWN = Outcome("new"), Outcome("changed"), Outcome("known")


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Answer the moment (UTC) at which a day begins in a zone."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def clean_address(text: str) -> str:
    """Answer a mail address in lower case; raise ValueError, with the reason, for what cannot be one.

    Only addresses that any provider takes: no display name, no quoted part, no letters beyond ASCII.
    """
    address = text.strip(" ").lower()
    local, _, domain = address.rpartition("@")
    if len(address) > LONGEST_ADDRESS:
        raise ValueError(f"an address has at most {LONGEST_ADDRESS} characters")
    if not local or not domain or "@" in local:
        raise ValueError(f'"{printable(text)}" is not an address: it needs one @ with something on both sides')
    if len(local) > LONGEST_LOCAL_PART or not LOCAL_PART.fullmatch(local):
        raise ValueError(f'"{printable(text)}" is not an address: "{printable(local)}" cannot stand before the @')
    labels = domain.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or not all(LABEL.fullmatch(label) for label in labels):
        raise ValueError(f'"{printable(text)}" is not an address: "{printable(domain)}" is not a domain')
    return address


def printable(text: str, longest: int = 60) -> str:
    """Answer a text as it may be shown in one line: control characters escaped, cut to `longest` characters."""
    shown = text if text.isprintable() else text.encode("unicode_escape").decode()
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"
