"""Sections: a mapping in a file, read key by key; what is wrong is collected and reading goes on."""

import re
from collections.abc import Collection
from datetime import timedelta
from typing import TypeVar

from journeys.document import Listing, Scalar, Table, Value
from journeys.durations import duration
from journeys.mistakes import Mistakes, did_you_mean, one_of
from journeys.place import Place

T = TypeVar("T")
NAME = re.compile(r"[a-z][a-z0-9_]*")
DASHED = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class Section:
    """A mapping being read. Every question names a key; without a default the key must be there.

    A question whose answer is missing or of the wrong type adds a mistake and answers something harmless, so that
    the rest is still read. `close()` complains of keys nobody asked for.
    """

    def __init__(self, value: Value, mistakes: Mistakes, name: str = "this") -> None:
        """Read `value`, called `name` in messages; what is no mapping is a mistake and reads as empty."""
        self.name, self.mistakes, self.place = name, mistakes, value.place
        self._asked: dict[str, None] = {}
        if not isinstance(value, Table):
            mistakes.add(value.place, f"{name} must be a list of `key: value` lines")
        self._table = value if isinstance(value, Table) else Table({}, {}, value.place)
        self.sound = isinstance(value, Table)

    def __contains__(self, key: str) -> bool:
        """Answer whether the key stands there with a value."""
        return self.value(key) is not None

    @property
    def keys(self) -> list[str]:
        """The keys as written, in order."""
        return list(self._table.entries)

    @property
    def names(self) -> list[str]:
        """The keys where they are names a person chose; a mistake for each that no condition could say."""
        for key in self.keys:
            if not NAME.fullmatch(key):
                message = _slip(key) or f'"{key}" is no name: use small letters, digits and _'
                self.mistakes.add(self.where_key(key), message)
        return self.keys

    @property
    def dashed_names(self) -> list[str]:
        """The same, where a name may have dashes, as journeys and playbooks do."""
        for key in self.keys:
            if not DASHED.fullmatch(key):
                message = _slip(key) or f'"{key}" is no name: use small letters, digits and dashes'
                self.mistakes.add(self.where_key(key), message)
        return self.keys

    def where(self, key: str) -> Place:
        """Answer the place of the key's value; of the section, if the key is absent."""
        value = self._table.entries.get(key)
        return value.place if value else self.place

    def where_key(self, key: str) -> Place:
        """Answer the place of the key itself; of the section, if the key is absent."""
        return self._table.keys.get(key, self.place)

    def mistake(self, key: str, message: str) -> None:
        """Remember that the value of `key` is wrong."""
        self.mistakes.add(self.where(key), message)

    def value(self, key: str) -> Value | None:
        """Answer the value as it was read; nothing if it is absent or empty."""
        self._asked[key] = None
        value = self._table.entries.get(key)
        return None if isinstance(value, Scalar) and value.value is None else value

    def text(self, key: str, default: str | None = None) -> str:
        """Answer a text; a number or true/false is taken as it is written."""
        value = self._get(key, default is None)
        if isinstance(value, Scalar):
            return value.text
        return self._wrong(key, value, "a text", default or "")

    def number(self, key: str, default: float | None = None) -> float:
        """Answer a number."""
        value = self._get(key, default is None)
        if isinstance(value, Scalar) and isinstance(value.value, (int, float)) and not isinstance(value.value, bool):
            return value.value
        return self._wrong(key, value, "a number", default or 0)

    def whole(self, key: str, default: int | None = None) -> int:
        """Answer a whole number."""
        value = self._get(key, default is None)
        if isinstance(value, Scalar) and isinstance(value.value, int) and not isinstance(value.value, bool):
            return value.value
        return self._wrong(key, value, "a whole number", default or 0)

    def flag(self, key: str, default: bool | None = None) -> bool:
        """Answer true or false."""
        value = self._get(key, default is None)
        if isinstance(value, Scalar) and isinstance(value.value, bool):
            return value.value
        return self._wrong(key, value, "true or false", default or False)

    def choice(self, key: str, choices: Collection[str], default: str | None = None) -> str:
        """Answer one of `choices`."""
        text = self.text(key, default)
        if text and text not in choices and text != default:
            self.mistake(key, f'{key} cannot be "{text}"; it is one of: {one_of(choices)}{did_you_mean(text, choices)}')
        return text

    def duration(self, key: str, default: timedelta | None = None) -> timedelta:
        """Answer a length of time, such as `2 days`."""
        value = self._get(key, default is None)
        length = duration(value.text) if isinstance(value, Scalar) else None
        if length is not None:
            return length
        return self._wrong(key, value, 'a length of time such as "2 days" or "12 hours"', default or timedelta(days=1))

    def texts(self, key: str, default: Collection[str] | None = None) -> list[tuple[str, Place]]:
        """Answer a list of texts with their places; a single text is a list of one."""
        value = self._get(key, default is None)
        if value is None:
            return [(text, self.place) for text in default or ()]
        items = value.items if isinstance(value, Listing) else (value,)
        if not items and default is None:
            self.mistakes.add(value.place, f"{key} is empty: name at least one")
        for item in items:
            if not isinstance(item, Scalar):
                self.mistakes.add(item.place, f"{key} must be a text or a list of texts")
            elif _is_blank(item):
                self.mistakes.add(item.place, f"an entry of {key} says nothing: write something, or remove it")
        return [(item.text, item.place) for item in items if isinstance(item, Scalar)]

    def section(self, key: str, *, required: bool = True) -> "Section | None":
        """Answer the mapping under `key`; nothing if it is absent."""
        value = self._get(key, required)
        return Section(value, self.mistakes, key) if value else None

    def sections(self, key: str, *, required: bool = True) -> dict[str, "Section"]:
        """Answer a mapping of names to mappings, such as `features:`, by name in the order of the file."""
        outer = self.section(key, required=required)
        found = {name: outer.section(name) for name in outer.names} if outer else {}
        return {name: section for name, section in found.items() if section is not None}

    def items(self, key: str, *, required: bool = True) -> list["Section"]:
        """Answer a list of mappings, such as `steps:`."""
        value = self._get(key, required)
        if value is not None and not isinstance(value, Listing):
            self.mistakes.add(value.place, f"{key} must be a list: every entry starts with a dash")
            return []
        return [Section(item, self.mistakes, f"an entry of {key}") for item in value.items] if value else []

    def close(self) -> None:
        """Complain of every key that nobody asked for."""
        for key in self.keys:
            if slip := _slip(key):
                self.mistakes.add(self.where_key(key), slip)
            elif key not in self._asked:
                hint = did_you_mean(key, self._asked) or f"; it can have: {one_of(self._asked)}"
                self.mistakes.add(self.where_key(key), f'{self.name} has no "{key}"{hint}')

    def _get(self, key: str, required: bool) -> Value | None:
        value = self.value(key)
        if value is not None and not _is_blank(value):
            return value
        if required and self.sound:
            self.mistakes.add(self.where_key(key), f'{self.name} needs "{key}"')
        elif value is not None:
            self.mistake(key, f"{key} says nothing: write something behind it, or remove it")
        return None

    def _wrong(self, key: str, value: Value | None, wanted: str, instead: T) -> T:
        if value is not None:
            self.mistakes.add(value.place, f"{key} must be {wanted}")
        return instead


def _is_blank(value: Value | None) -> bool:
    """Answer whether nothing was written, or quotes with nothing in them."""
    return isinstance(value, Scalar) and (value.value is None or not value.text.strip())


def _slip(key: str) -> str:
    """Answer what went wrong with a key that swallowed its value; nothing for a key that is whole."""
    name, brace, _ = key.partition(" {")
    if brace:
        return f"a colon is missing behind {name}: write {name}: {{…}}"
    name, colon, rest = key.partition(":")
    return f"a space is missing behind the colon: write {name}: {rest}" if colon else ""
