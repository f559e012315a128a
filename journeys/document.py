"""Documents: YAML 1.2 text as plain values that remember where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from journeys.mistakes import Mistakes
from journeys.place import Place
from journeys.slips import unreadable

LONGEST = 500_000  # characters; files that people write are far shorter
DEEPEST = 20
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?")
WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value: `text` as written, `value` as YAML 1.2 understands it (text, number, true, false or nothing)."""

    text: str
    value: str | int | float | bool | None
    place: Place


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of values."""

    items: tuple["Value", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping: its values by key, and where each key stands."""

    entries: dict[str, "Value"]
    keys: dict[str, Place]
    place: Place


Value = Scalar | Listing | Table


def read_document(text: str, path: str) -> Value:
    """Answer what the YAML `text` of the file `path` says. Raises an ExceptionGroup of SyntaxErrors."""
    mistakes = Mistakes()
    builder = _Builder(path, tuple(text.splitlines()) or ("",), mistakes)
    value = builder.read(text)
    mistakes.stop_if_any(f"{path} cannot be read")
    return value


class _Builder:
    """Builds values from the parser's events; tags, anchors and aliases are refused, so nothing can grow or act."""

    def __init__(self, path: str, lines: tuple[str, ...], mistakes: Mistakes) -> None:
        self.path, self.lines, self.mistakes = path, lines, mistakes
        self.start = Place(path, 1, 1, lines)

    def read(self, text: str) -> Value:
        empty = Scalar("", None, self.start)
        if len(text) > LONGEST:
            self.mistakes.add(self.start, f"the file is longer than {LONGEST:,} characters")
            return empty
        try:
            return self._document(iter(YAML(typ="safe", pure=True).parse(text))) or empty
        except MarkedYAMLError as error:
            message, mark = unreadable(error)
            self.mistakes.add(self._place(mark), message)
        except (YAMLError, ValueError) as error:
            self.mistakes.add(self.start, f"this is not YAML: {str(error).splitlines()[0]}")
        return empty

    def _document(self, events: Iterator[Any]) -> Value | None:
        value, documents = None, 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.mistakes.add(self._place(event.start_mark), "a file holds one document: remove this ---")
                    break
            elif isinstance(event, (ScalarEvent, SequenceStartEvent, MappingStartEvent, AliasEvent)):
                value = self._value(event, events, 0)
        if value is None:
            self.mistakes.add(self.start, "the file is empty")
        return value

    def _value(self, event: Any, events: Iterator[Any], depth: int) -> Value:
        place = self._place(event.start_mark, getattr(event, "style", None) or "")
        self._refuse_magic(event, place)
        if depth > DEEPEST:
            raise MarkedYAMLError(problem=f"nested deeper than {DEEPEST} levels", problem_mark=event.start_mark)
        if isinstance(event, SequenceStartEvent):
            return self._listing(events, place, depth)
        if isinstance(event, MappingStartEvent):
            return self._table(events, place, depth)
        return _scalar(event, place)

    def _listing(self, events: Iterator[Any], place: Place, depth: int) -> Listing:
        items: list[Value] = []
        while not isinstance(event := next(events), SequenceEndEvent):
            items.append(self._value(event, events, depth + 1))
        return Listing(tuple(items), place)

    def _table(self, events: Iterator[Any], place: Place, depth: int) -> Table:
        table = Table({}, {}, place)
        while not isinstance(event := next(events), MappingEndEvent):
            key = self._value(event, events, depth + 1)
            value = self._value(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self.mistakes.add(key.place, "a key is a plain word; text in braces needs quotes")
            elif key.text in table.entries:
                self.mistakes.add(
                    key.place, f'"{key.text}" stands here twice (first on line {table.keys[key.text].line})'
                )
            else:
                table.entries[key.text], table.keys[key.text] = value, key.place
        return table

    def _refuse_magic(self, event: Any, place: Place) -> None:
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            self.mistakes.add(place, "& and * have a meaning in YAML that is not used here: put the text in quotes")
        elif getattr(event, "tag", None):
            self.mistakes.add(place, "! has a meaning in YAML that is not used here: put the text in quotes")

    def _place(self, mark: Any, style: str = "") -> Place:
        if mark is None:
            return self.start
        return Place(self.path, mark.line + 1, mark.column + 1, self.lines, style)


def _scalar(event: Any, place: Place) -> Scalar:
    text = str(getattr(event, "value", ""))
    return Scalar(text, text if place.style else _resolve(text), place)


def _resolve(text: str) -> str | int | float | bool | None:
    """Answer what a plain word means: YAML 1.2's true, false, null and decimal numbers; all else is text."""
    if text.lower() in WORDS:
        return WORDS[text.lower()]
    if len(text) > 40 or not NUMBER.fullmatch(text):
        return text
    return int(text) if text.lstrip("+-").isdigit() else float(text)
