"""Fields: one thing that can be looked at, its meaning, and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from journeys.needs import Need
from journeys.view import Reader, View

Type = Literal["text", "number", "flag", "date", "moment", "list"]
Unit = Literal["", "share", "days", "times", "money"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that can be looked at, under its dotted `name`.

    `unit` is share (1 is 100%; of a change, below 0 is a fall), days, times or money; `formula` says in words how it is
    found, `feed` on which feeds it depends, `choices` all that a text can be. `optional`: an account may lack it;
    `default` is its value then, and None means that it is unknown. Only mails know what is not `in_conditions`: who
    they are for, and lists; what is `of_recipient`, the steps of a journey do, too. A named condition has a `rule`,
    which answers what `read` does and writes down what it looked at.
    """

    name: str
    type: Type
    read: Reader = field(repr=False, compare=False)
    formula: str
    example: object
    unit: Unit = ""
    optional: bool = False
    default: object = None
    feed: str = ""
    choices: tuple[str, ...] = ()
    needs: frozenset[Need] = frozenset()
    in_conditions: bool = True
    of_recipient: bool = False
    rule: Callable[[View, dict[str, object] | None], object] | None = field(default=None, repr=False, compare=False)
