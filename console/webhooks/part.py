"""JSON objects from outside, read with care: what is missing or null is none, what is of another kind is said."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Self

LONGEST = 255  # of a text, so that it can be looked up by
LARGEST = 10**15  # of a whole number
UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # what databases or readers choke on
DECIMAL = re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?")


class MalformedError(ValueError):
    """An object does not look as it should; the message says where, in words."""


@dataclass(frozen=True, slots=True)
class Part:
    """One object; `path` says where in the message it stands. Everything raises MalformedError for another kind."""

    values: Mapping[str, Any]
    path: str = ""

    def has(self, name: str) -> bool:
        """Answer whether something is told under this name."""
        return self.values.get(name) is not None

    def part(self, *names: str) -> Self:
        """Answer the object found by following these names; an empty one where nothing is."""
        part = self
        for name in names:
            part = part._object(part.values.get(name), part._at(name))
        return part

    def parts(self, name: str) -> list[Self]:
        """Answer the objects of a list as Stripe writes them: `{"data": [...]}`."""
        data = self.part(name).values.get("data")
        if data is None:
            return []
        if not isinstance(data, list):
            raise MalformedError(f"{self._at(name)}.data is not a list")
        return [self._object(item, f"{self._at(name)}.data[{place}]") for place, item in enumerate(data)]

    def text(self, name: str) -> str | None:
        """Answer a text; an empty one is none."""
        value: str | None = self._of(str, name, "a text")
        if value and (len(value) > LONGEST or UNFIT.search(value)):
            raise MalformedError(f"{self._at(name)} is longer than {LONGEST} characters, or has characters of no text")
        return value or None

    def id(self, name: str) -> str | None:
        """Answer the id that stands there, or that of the object which stands there whole."""
        return self.part(name).text("id") if isinstance(self.values.get(name), dict) else self.text(name)

    def whole(self, name: str) -> int | None:
        """Answer a whole number."""
        value: int | None = self._of(int, name, "a whole number")
        if value is not None and abs(value) > LARGEST:
            raise MalformedError(f"{self._at(name)} is too large a number")
        return value

    def decimal(self, name: str) -> Decimal | None:
        """Answer a number that is written as text, `"12.5"`."""
        value = self.text(name)
        if value is not None and not DECIMAL.fullmatch(value):
            raise MalformedError(f"{self._at(name)} is not a number")
        return Decimal(value) if value else None

    def flag(self, name: str) -> bool:
        """Answer yes or no; nothing is no."""
        return bool(self._of(bool, name, "true or false"))

    def moment(self, name: str) -> datetime | None:
        """Answer a moment that is written in seconds since 1970."""
        seconds = self.whole(name)
        try:
            return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError):
            raise MalformedError(f"{self._at(name)} is a time of no calendar") from None

    def _of(self, kind: type[Any], name: str, called: str) -> Any:
        value = self.values.get(name)
        if value is None or (isinstance(value, kind) and (kind is bool or not isinstance(value, bool))):
            return value
        raise MalformedError(f"{self._at(name)} is not {called}")

    def _object(self, value: object, path: str) -> Self:
        if value is not None and not isinstance(value, dict):
            raise MalformedError(f"{path} is not an object")
        return type(self)(value or {}, path)

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name
