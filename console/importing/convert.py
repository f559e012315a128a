"""From cells to facts: every row becomes what the map says, or all the reasons why it cannot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from console.importing import kinds
from console.importing.kinds import Kind, Manner
from console.importing.mapping import FIELDS, Block, Field, Lookup, Source
from console.importing.shelf import Shelf
from journeys.reserved import RESERVED, faults
from models.facts import AccountFacts, ContactFacts, EventFacts, printable

COLUMNS = {"arr": "arr_cents"}  # fields whose column in the database has another name


@dataclass(frozen=True, slots=True)
class SubscriptionFacts:
    """What a row tells of one subscription."""

    account: str
    key: str
    told: dict[str, Any]


Facts = AccountFacts | ContactFacts | EventFacts | SubscriptionFacts
Read = Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the rows of one file are read with: its name and columns, how cells are written, and the lookups."""

    file: str
    columns: Mapping[str, int]
    manner: Manner
    lookups: Mapping[str, Lookup]
    shelf: Shelf


@dataclass(frozen=True, slots=True)
class Cell:
    """A field and how its value is read. `called` is what people know it by: its column."""

    name: str
    called: str
    read: Read
    kind: Kind
    manner: Manner
    field: Field


class Converter:
    """Turns the rows of one file into the facts of one block."""

    def __init__(self, block: Block, desk: Desk) -> None:
        """Prepare everything that is the same for every row."""
        self.block, self._file = block, desk.file
        self._prefix = f"{block.label}:" if block.noun == "events" else ""
        required = Field(kinds.key, required=True)
        self._key = [_cell("key", source, required, desk) for source in block.key]
        self._fields = [_cell(name, source, FIELDS[block.noun][name], desk) for name, source in block.fields.items()]
        loose = [(name, source, Field(kinds.LOOSE[source.kind])) for name, source in block.extras.items()]
        self._extras = [_cell(*each, desk) for each in loose]
        self._filled = _reader(block.if_filled, desk) if block.if_filled else None

    def applies(self, cells: Sequence[str]) -> bool:
        """Answer whether a row is about this block at all."""
        return self._filled is None or bool(self._filled(cells))

    def convert(self, line: int, cells: Sequence[str], reasons: list[str]) -> Facts | None:
        """Answer the facts of a row; nothing if it is bad, and then `reasons` has grown."""
        before = len(reasons)
        key = self._joined(cells, reasons)
        fields = _values(self._fields, cells, reasons)
        extras = _values(self._extras, cells, reasons)
        if len(reasons) == before:
            facts = self._facts(key, fields, extras, f"{self._file}:{line}")
            reasons += faults(facts.name, facts.properties) if isinstance(facts, EventFacts) else ()
        return facts if len(reasons) == before else None

    def mentions(self, cells: Sequence[str]) -> str | None:
        """Answer the key of the account that a row speaks of, however bad the rest of it is."""
        account = next((cell for cell in self._fields if cell.name == "account"), None)
        try:
            return account.read(cells) or None if account else None
        except (ValueError, IndexError):
            return None

    def _joined(self, cells: Sequence[str], reasons: list[str]) -> str:
        """Answer the key; of several columns, so that no two sets of values have the same."""
        parts = [str(_value(cell, cells, reasons) or "") for cell in self._key]
        if not all(parts):
            return ""
        if len(parts) > 1:
            parts = [part.replace("\\", "\\\\").replace("|", "\\|") for part in parts]
        key = self._prefix + "|".join(parts)
        if len(key) > kinds.LONGEST_KEY:
            reasons.append(f"the key is too long: at most {kinds.LONGEST_KEY} characters")
        return key

    def _facts(self, key: str, fields: dict[str, Any], extras: dict[str, Any], origin: str) -> Facts:
        account = fields.pop("account", None)
        if self.block.noun == "events":
            properties = {name: value for name, value in extras.items() if value is not None}
            reserved = fields["name"] in RESERVED
            return EventFacts(
                key, account=account, properties=properties, origin=origin, reserved=reserved, imported=True, **fields
            )
        if self.block.noun == "subscriptions":
            return SubscriptionFacts(account, key, fields)
        columns = {COLUMNS.get(name, name): value for name, value in fields.items()}
        if self.block.noun == "contacts":
            return ContactFacts(key, account, columns, extras)
        customer = columns.pop("stripe_customer", None)
        return AccountFacts(key, columns, extras, also=(f"stripe:{customer}",) if customer else ())


def _cell(name: str, source: Source, field: Field, desk: Desk) -> Cell:
    manner = replace(desk.manner, format=source.format)
    return Cell(name, source.column or name, _reader(source, desk), field.kind, manner, field)


def _values(told: Sequence[Cell], cells: Sequence[str], reasons: list[str]) -> dict[str, Any]:
    values = {}
    for cell in told:
        value = _value(cell, cells, reasons)
        if value is not None or not cell.field.steady:
            values[cell.name] = value
    return values


def _value(cell: Cell, cells: Sequence[str], reasons: list[str]) -> object:
    try:
        text = cell.read(cells)
        if text:
            return cell.kind(text, cell.manner)
        if cell.field.required:
            reasons.append(f"{cell.called} is empty")
    except ValueError as error:
        reasons.append(f"{cell.called}: {error}")
    return None


def _reader(source: Source, desk: Desk) -> Read:
    """Answer what reads a source from the cells of a row."""
    if not source.column:
        return lambda _cells: source.always
    place = desk.columns[source.column]
    read: Read = lambda cells: cells[place].strip()  # noqa: E731
    if source.values:
        plain, values = read, dict(source.values)
        read = lambda cells: values.get(plain(cells), plain(cells))  # noqa: E731
    return _through(read, desk.lookups[source.through], desk.shelf) if source.through else read


def _through(read: Read, lookup: Lookup, shelf: Shelf) -> Read:
    def find(cells: Sequence[str]) -> str:
        asked = read(cells)
        answer, sole = shelf.find(lookup.name, asked)
        if asked and answer is None:
            raise ValueError(f'there is no {lookup.name} "{printable(asked)}" in {lookup.pattern}')
        if not sole:
            raise ValueError(f'{lookup.name} "{printable(asked)}" stands for several things in {lookup.pattern}')
        return answer or ""

    return find
