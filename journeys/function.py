"""Functions: questions about one event, or about one field, that a condition can ask."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from journeys.certainty import Unsure
from journeys.counting import count, days_since, happened
from journeys.field import Field, Type
from journeys.needs import Counts, Need
from journeys.success import Feed
from journeys.view import Reader, View

Argument = str | int | Field  # an event's name, a window in days, or a field


@dataclass(frozen=True, slots=True)
class Function:
    """A question with arguments, in this order: an event, a window (may be left out), or a field."""

    name: str
    parameters: tuple[Literal["event", "window", "field"], ...]
    type: Type
    unit: Literal["", "days", "times"]
    formula: str
    example: str
    build: Callable[..., Reader] = field(repr=False, compare=False)
    needs: Callable[..., frozenset[Need]] = field(repr=False, compare=False)


def functions(feeds: tuple[Feed, ...]) -> Mapping[str, Function]:
    """Answer every function by its name."""
    return {one.name: one for one in (_count(feeds), _days_since(feeds), _happened(feeds), KNOWN)}


def _count(feeds: tuple[Feed, ...]) -> Function:
    return Function(
        "usage.count", ("event", "window"), "number", "times",
        "How often the event happened: ever, or in the last so many days of the account's calendar, today included",
        'usage.count("project created", 7 days) == 0',
        lambda event, days=None: count(event, days, feeds), lambda event, days=None: frozenset([Counts(event, days)]),
    )  # fmt: skip


def _days_since(feeds: tuple[Feed, ...]) -> Function:
    return Function(
        "usage.days_since", ("event",), "number", "days",
        "How many days ago the event last happened: 0 is today; longer than any number if it never did",
        'usage.days_since("signed in") > 14 days',
        lambda event: days_since(event, feeds), lambda event: frozenset([Counts(event)]),
    )  # fmt: skip


def _happened(feeds: tuple[Feed, ...]) -> Function:
    return Function(
        "usage.happened", ("event",), "flag", "",
        "Whether the event ever happened", 'usage.happened("project created")',
        lambda event: happened(event, feeds), lambda event: frozenset([Counts(event)]),
    )  # fmt: skip


def _known(asked: Field) -> Reader:
    def read(view: View) -> object:
        return not isinstance(asked.read(view), Unsure)

    return read


KNOWN = Function(
    "known", ("field",), "flag", "",
    "Whether we can tell the field's value at all: false for a trait nobody told us", "known(account.renewal_on)",
    _known, lambda asked: asked.needs,
)  # fmt: skip
