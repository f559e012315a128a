"""Functions: questions about one event, or about one field, that a condition can ask."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from journeys.certainty import Unsure
from journeys.counting import count, days_since, happened, users
from journeys.field import Field, Type, Unit
from journeys.needs import Counts, Details, Need, Said, Users
from journeys.success import Feed
from journeys.trend import MOST_FALLS, Trend
from journeys.view import Reader, View

Kind = Literal["event", "window", "period", "share", "field", "template"]
Argument = str | int | float | Field  # an event's name, a window or period in days, a share, or a field


@dataclass(frozen=True, slots=True)
class Function:
    """A question with arguments, in this order; a period is a window that may not be left out."""

    name: str
    parameters: tuple[Kind, ...]
    type: Type
    unit: Unit
    formula: str
    example: str
    build: Callable[..., Reader] = field(repr=False, compare=False)
    needs: Callable[..., frozenset[Need]] = field(repr=False, compare=False)


def functions(feeds: tuple[Feed, ...]) -> Mapping[str, Function]:
    """Answer every function by its name."""
    asked = (
        _count(feeds),
        _users(feeds),
        _change(feeds),
        _falls(feeds),
        _days_since(feeds),
        _happened(feeds),
        SAID,
        CLICKED,
        KNOWN,
    )
    return {one.name: one for one in asked}


def _count(feeds: tuple[Feed, ...]) -> Function:
    return Function(
        "usage.count", ("event", "window"), "number", "times",
        "How often the event happened: ever, or in the last so many days of the account's calendar, today included",
        'usage.count("project created", 7 days) == 0',
        lambda event, days=None: count(event, days, feeds), lambda event, days=None: frozenset([Counts(event, days)]),
    )  # fmt: skip


def _users(feeds: tuple[Feed, ...]) -> Function:
    return Function(
        "usage.users", ("event", "period"), "number", "",
        "How many people did it in the last so many days of the account's calendar, today included; unknown if nobody "
        "says who did it",
        'usage.users("report viewed", 30 days) >= 3',
        lambda event, days: users(event, days, feeds), lambda event, days: frozenset([Users(event, days)]),
    )  # fmt: skip


def _change(feeds: tuple[Feed, ...]) -> Function:
    return Function(
        "usage.change", ("event", "period"), "number", "share",
        "By which share the event happened more often in the last so many whole days than in as many before, -40% is a "
        "fall by 40%; the last one is yesterday, because today is not over. 0 also if it happened in neither; unknown "
        "if it happened only in the later ones, or the account is younger than both",
        'usage.change("task completed", 7 days) <= -40%',
        lambda event, days: Trend([event], days, feeds).change,
        lambda event, days: Trend([event], days, feeds).needs(1),
    )  # fmt: skip


def _falls(feeds: tuple[Feed, ...]) -> Function:
    return Function(
        "usage.falls", ("event", "period", "share"), "number", "times",
        "How many times running, the newest first, the event happened less often than in as many whole days before, by "
        f"at least that share; counted as usage.change does, up to {MOST_FALLS}, and not from before it signed up",
        'usage.falls("signed in", 7 days, 40%) >= 3',
        lambda event, days, share: partial(Trend([event], days, feeds).falls, share=share),
        lambda event, days, _: Trend([event], days, feeds).needs(MOST_FALLS),
    )  # fmt: skip


def _days_since(feeds: tuple[Feed, ...]) -> Function:
    return Function(
        "usage.days_since", ("event",), "number", "days",
        "How many days ago the event last happened: 0 is today; longer than any number if it never did",
        'usage.days_since("signed in") > 14 days',
        lambda event: days_since([event], feeds), lambda event: frozenset([Counts(event)]),
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


def _said(template: str, days: int) -> Reader:
    def read(view: View) -> object:
        since = view.began(days)
        return any(one.template == template and one.at >= since for one in view.behavior.said)

    return read


SAID = Function(
    "said", ("template", "period"), "flag", "",
    "Whether we said this to anybody at the account in the last so many days, today included: by mail or inside the "
    "product, whichever journey it was",
    'said("onboarding/welcome", 30 days)', _said, lambda template, days: frozenset([Said(template, days)]),
)  # fmt: skip


def _clicked(template: str, days: int) -> Reader:
    def read(view: View) -> object:
        since, told = view.began(days), view.behavior.happenings.get(CLICK, ())
        return any(one.properties.get("message") == template and one.at >= since for one in told)

    return read


CLICK = "in-app clicked"
CLICKED = Function(
    "clicked", ("template", "period"), "flag", "",
    "Whether anybody at the account followed this message inside the product in the last so many days, today included",
    'clicked("onboarding/core-workflow-tour", 30 days)', _clicked, lambda *_: frozenset([Details(CLICK)]),
)  # fmt: skip

KNOWN = Function(
    "known", ("field",), "flag", "",
    "Whether we can tell the field's value at all: false for a trait nobody told us", "known(account.renewal_on)",
    _known, lambda asked: asked.needs,
)  # fmt: skip
