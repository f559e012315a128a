"""The fields a mail may use, as the catalog tells them to us, and what kind of thing each one is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from types import MappingProxyType
from typing import Protocol


class Field(Protocol):
    """A field of the catalog: its type and unit, what it is where it is missing, an example (for a list: its items)."""

    @property
    def type(self) -> str:
        """text, number, flag, date, moment or list."""
        ...

    @property
    def unit(self) -> str:
        """What a number counts: share (0 to 1) and money are written in their own ways."""
        ...

    @property
    def optional(self) -> bool:
        """Whether an account can be without it."""
        ...

    @property
    def default(self) -> object:
        """What it is for an account that is without it; None: nothing."""
        ...

    @property
    def example(self) -> object:
        """What it may look like; a list shows what its items hold."""
        ...


ALIKE = 0.5  # what two words have in common if one was meant by the other, whatever group stands before them
SHOWN = 4  # fields that are named where none of them was meant


@dataclass(frozen=True, slots=True)
class Kind:
    """What may be done with a value: the catalog's types; share, money and link are the special numbers and texts.

    `optional`: it can be missing, and a mail has to say what stands there then; with a `default` that stands there.
    """

    type: str
    optional: bool = False
    default: object = None
    items: Mapping[str, "Kind"] = field(default_factory=dict)


# What every message carries, whatever the catalog knows: the sender adds them.
SENDER: Mapping[str, Kind] = MappingProxyType(
    {"links.unsubscribe": Kind("link"), "brand.postal_address": Kind("text")},
)


def kinds(fields: Mapping[str, Field]) -> dict[str, Kind]:
    """Answer the kind of every field by its dotted name, the sender's own among them."""
    return {name: _kind(told) for name, told in fields.items()} | dict(SENDER)


def instead_of(name: str, known: Collection[str]) -> str:
    """Answer the way out for a field that does not exist: the one that was meant, or what there is in its group."""
    group, _, last = name.rpartition(".")
    members = [other.removeprefix(f"{group}.") for other in known if group and other.startswith(f"{group}.")]
    for close in get_close_matches(name, sorted(known), n=1, cutoff=0.6):
        if not members or SequenceMatcher(None, last, close.rpartition(".")[2]).ratio() >= ALIKE:
            return f': did you mean "{close}"?'
    if members:
        more = f" and {len(members) - SHOWN} more" if len(members) > SHOWN else ""
        return f": {group} has {', '.join(members[:SHOWN])}{more}"
    return "" if group or "account.name" not in known else ": a field is written with its group, as in account.name"


def _kind(told: Field) -> Kind:
    missing = told.optional and told.default is None
    if told.type == "list":
        return Kind("list", missing, told.default, _items(told.example))
    if told.type == "text" and _is_address(told.example):
        return Kind("link", missing, told.default)
    special = told.type == "number" and told.unit in ("share", "money")
    return Kind(told.unit if special else told.type, missing, told.default)


def _items(example: object) -> Mapping[str, Kind]:
    """Answer what the items of a list hold; what one of the examples lacks is optional, a number `share` is a share."""
    rows = [row for row in example if isinstance(row, Mapping)] if isinstance(example, list | tuple) else []
    names = {name for row in rows for name in row}
    return {name: _item(name, [row.get(name) for row in rows]) for name in names}


def _item(name: str, values: list[object]) -> Kind:
    told = next((value for value in values if value is not None), "")
    found = _type(told)
    return Kind("share" if (name, found) == ("share", "number") else found, optional=None in values)


def _type(value: object) -> str:
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int | float):
        return "number"
    return "link" if _is_address(value) else "text"


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://", "mailto:"))
