"""Parts: a piece of a condition, compiled, with what is known of its value before anything runs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from journeys.field import Field
from journeys.view import View

# Answers the value, and writes down what it looked at, if there is anything to write it on: whoever only wants to know
# passes None, and gets what was found before.
Seen = dict[str, object] | None
Run = Callable[[View, Seen], Any]
NAMES = {
    "text": "a text", "number": "a number", "flag": "true or false", "date": "a date", "list": "a list",
    "any": "something",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """`kind`: text, number, flag, date, list, or any (it is mistaken already: no more complaints about it).

    `constant` is its value where that is written down (`is_constant`), `written` how it stands in the condition,
    `field` the one it looks at, if it is nothing but that.
    """

    kind: str
    run: Run
    written: str
    offset: int
    unit: str = ""
    choices: tuple[str, ...] = ()
    constant: Any = None
    is_constant: bool = False
    field: Field | None = None

    @property
    def is_a(self) -> str:
        """What kind of value it is, in words."""
        return NAMES[self.kind]


def fixed(value: object, kind: str, written: str, offset: int, unit: str = "") -> Part:
    """Answer the part that is always `value`."""
    return Part(kind, lambda _view, _evidence: value, written, offset, unit, constant=value, is_constant=True)


def mistaken(written: str, offset: int) -> Part:
    """Answer the stand-in for what was complained about already."""
    return Part("any", lambda _view, _evidence: None, written, offset)
