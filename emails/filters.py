"""How values are written in a mail: the filters after the bar, as in `{{ account.arr | money }}`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date as day
from types import MappingProxyType
from typing import Any

from jinja2 import Undefined

NUMERIC = frozenset({"number", "share", "money"})
# An address that may stand behind words. Plain http leads only to this machine, where Tenure is tried out.
SAFE_ADDRESS = re.compile(r"(https://|mailto:|http://(localhost|127\.0\.0\.1)[:/])[^\s<>\"'\\^`{|}\x00-\x1f]+")


class Link(str):
    """An address that was found safe to follow."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: what it does, what it takes (nothing named: anything) and how many arguments it has."""

    apply: Callable[..., Any]
    takes: frozenset[str] = frozenset()
    fewest: int = 0
    most: int = 0
    example: str = ""


def default(value: object, instead: object) -> object:
    """Answer `instead` where there is no value."""
    return instead if value is None or value == "" or isinstance(value, Undefined) else value


def number(value: float) -> str:
    """Answer 1234.5 as 1,234.5: grouped, with at most one decimal."""
    written = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return written.removesuffix(".0")


def percent(value: float) -> str:
    """Answer the share 0.185 as 19%."""
    return f"{_hundredths(value):,}%"


def money(value: float, currency: str = "$") -> str:
    """Answer an amount in whole units: $12,400."""
    return f"{'-' if value < 0 else ''}{currency}{abs(value):,.0f}"


def date(value: day) -> str:
    """Answer a day, or the day of an instant in its own zone: March 1, 2027."""
    return f"{value:%B} {value.day}, {value.year}"


def plural(value: float, one: str, many: str = "") -> str:
    """Answer the number with its noun: 1 task, 12 tasks."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def href(value: object, name: str) -> Link:
    """Answer the address, if it is one that may be followed; `name` is the field it comes from.

    Raises ValueError, which never shows the value: it may be somebody's secret link.
    """
    if isinstance(value, str) and SAFE_ADDRESS.fullmatch(value):
        return Link(value)
    raise ValueError(f'"{name}" is not an https or mailto address')


def share(value: float) -> int:
    """Answer how long a bar is, in whole percent; never so short that it cannot be seen."""
    return min(max(_hundredths(value), 2), 100)


def meter(value: float) -> str:
    """Answer a bar of ten characters for the text part."""
    full = min(max(round(value * 10), 0), 10)
    return "█" * full + "░" * (10 - full)


def _hundredths(value: float) -> int:
    return int(value * 100 + 0.5)


# What a marketer may write.
FILTERS: Mapping[str, Filter] = MappingProxyType(
    {
        "default": Filter(default, fewest=1, most=1, example='default("there")'),
        "number": Filter(number, NUMERIC, example="number"),
        "percent": Filter(percent, frozenset({"share"}), example="percent"),
        "money": Filter(money, frozenset({"money"}), most=1, example="money"),
        "date": Filter(date, frozenset({"date", "moment"}), example="date"),
        "plural": Filter(plural, frozenset({"number"}), fewest=1, most=2, example='plural("task")'),
    },
)
# What a theme may write besides.
THEME_FILTERS: Mapping[str, Filter] = MappingProxyType(
    {
        **FILTERS,
        "href": Filter(href, frozenset({"link", "text"}), fewest=1, most=1, example='href("links.app")'),
        "share": Filter(share, frozenset({"share"}), example="share"),
        "meter": Filter(meter, frozenset({"share"}), example="meter"),
    },
)
