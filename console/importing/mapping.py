"""The map as values: which files it is about, and what each of their rows becomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from types import MappingProxyType
from zoneinfo import ZoneInfo

from console.importing import kinds
from journeys.place import Place


@dataclass(frozen=True, slots=True)
class Field:
    """A field of what a row becomes. `steady`: an empty cell tells nothing, because the field cannot be empty."""

    kind: kinds.Kind
    required: bool = False
    steady: bool = False


ROLE = kinds.one_of_these("admin", "champion", "billing", "sponsor", "user")
BILLING = kinds.one_of_these("monthly", "annual")

FIELDS: Mapping[str, Mapping[str, Field]] = MappingProxyType({
    "accounts": {
        "name": Field(kinds.text, steady=True),
        "plan": Field(kinds.text),
        "industry": Field(kinds.text),
        "country": Field(kinds.country),
        "timezone": Field(kinds.zone, steady=True),
        "seats": Field(kinds.count),
        "arr": Field(kinds.money),
        "billing_frequency": Field(BILLING),
        "trial": Field(kinds.flag, steady=True),
        "owner": Field(kinds.address),
        "signed_up_at": Field(kinds.moment),
        "churned_at": Field(kinds.moment),
        "renewal_on": Field(kinds.day),
        "stripe_customer": Field(kinds.key, steady=True),
    },
    "contacts": {
        "account": Field(kinds.key, required=True),
        "email": Field(kinds.address),
        "first_name": Field(kinds.text),
        "last_name": Field(kinds.text),
        "role": Field(ROLE, steady=True),
        "timezone": Field(kinds.zone),
        "locale": Field(kinds.key),
    },
    "subscriptions": {
        "account": Field(kinds.key, required=True),
        "starts": Field(kinds.day, required=True),
        "ends": Field(kinds.day),
        "arr": Field(kinds.money, required=True),
        "billing_frequency": Field(BILLING, required=True),
    },
    "events": {
        "account": Field(kinds.key),
        "contact": Field(kinds.key),
        "at": Field(kinds.past, required=True),
        "name": Field(kinds.key, required=True),
        "feed": Field(kinds.key, required=True),
        "amount": Field(kinds.amount, steady=True),
    },
})  # fmt: skip
NOUNS = tuple(FIELDS)  # the order in which they are imported


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from: a column or a constant, and what is done to it on the way."""

    place: Place
    column: str = ""
    always: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    format: str = ""
    through: str = ""
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Block:
    """What a row becomes: the noun, a label (for events their own, part of their ids), and a source for each field."""

    noun: str
    label: str
    key: tuple[Source, ...]
    fields: Mapping[str, Source]
    extras: Mapping[str, Source]
    if_filled: Source | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """Answer every source."""
        filled = (self.if_filled,) if self.if_filled else ()
        return (*self.key, *self.fields.values(), *self.extras.values(), *filled)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the map says of the files whose name fits `pattern`."""

    pattern: str
    place: Place
    delimiter: str
    zone: ZoneInfo
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a value stands for, found in another file: where `match` holds the value, `take` is the answer."""

    name: str
    place: Place
    pattern: str
    match: Source
    take: Source


@dataclass(frozen=True, slots=True)
class Map:
    """A whole map."""

    path: str
    sheets: tuple[Sheet, ...]
    lookups: Mapping[str, Lookup]


def fits(pattern: str, name: str) -> bool:
    """Answer whether a file's name fits a pattern; upper and lower case count."""
    return fnmatchcase(name, pattern)
