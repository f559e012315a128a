"""How values are written in a mail: the filters after the bar, as in `{{ account.arr | money }}`."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date as day
from types import MappingProxyType
from typing import Any

from jinja2 import Undefined

STEADY = 0.03  # a change by less is none
NUMERIC = frozenset({"number", "share", "money"})
# An address that may stand behind words. Plain http leads only to this machine, where Tenure is tried out.
# What stands before an @ would be taken for the place it leads to.
SAFE_ADDRESS = re.compile(
    r"(mailto:|(https://(?=[\w\[])|http://(?=(localhost|127\.0\.0\.1)[:/]))(?![^/?#]*@))"
    r"[^\s<>\"'\\^`{|}\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+"
)


class Link(str):
    """An address that was found safe to follow."""

    __slots__ = ()


class Instead(str):
    """Words that stand where a value is missing: they are shown, and for an `if` there is nothing."""

    __slots__ = ()

    def __bool__(self) -> bool:
        """Answer no: the value is not there."""
        return False


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: what it does, what it takes (nothing named: anything) and how many arguments it has.

    `unfit` says why it cannot be used in a language, and the way out.
    """

    apply: Callable[..., Any]
    takes: frozenset[str] = frozenset()
    fewest: int = 0
    most: int = 0
    example: str = ""
    unfit: str = ""


def known(value: object) -> bool:
    """Answer whether there is a value; 0, no and an empty list are values too."""
    return not (value is None or isinstance(value, Undefined | Instead))


def default(value: object, instead: object) -> object:
    """Answer `instead` where there is no value."""
    absent = value is None or value == "" or isinstance(value, Undefined | Instead)
    return instead if absent else value


def number(value: float) -> str:
    """Answer 1234.5 as 1,234.5: grouped, with at most one decimal."""
    written = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return written.removesuffix(".0")


def percent(value: float) -> str:
    """Answer the share 0.185 as 19%."""
    return f"{hundredths(value):,}%"


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
    return min(max(hundredths(value), 2), 100)


def change(now: float, before: float) -> float:
    """Answer by which share a figure changed; infinity where there was nothing before."""
    if now == before:
        return 0.0
    return (now - before) / abs(before) if before else math.inf


def direction(value: float) -> str:
    """Answer where a change leads: up, down, steady if it is less than 3 %, or new if it began at nothing."""
    if abs(value) < STEADY:
        return "steady"
    return "new" if math.isinf(value) else "up" if value > 0 else "down"


def size(value: float) -> float:
    """Answer a change without its sign."""
    return abs(value)


def long(value: float, other: float) -> int:
    """Answer how long the bar of a figure is beside that of another, in whole percent."""
    most = max(value, other, 0)
    return share(max(value, 0) / most) if most else share(0)


def meter(value: float) -> str:
    """Answer a bar of ten characters for the text part."""
    full = min(max(round(value * 10), 0), 10)
    return "█" * full + "░" * (10 - full)


def hundredths(value: float) -> int:
    """Answer a share in whole percent."""
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
        "change": Filter(change, NUMERIC, fewest=1, most=1, example="change(before)"),
        "direction": Filter(direction, NUMERIC, example="direction"),
        "size": Filter(size, NUMERIC, example="size"),
        "long": Filter(long, NUMERIC, fewest=1, most=1, example="long(other)"),
    },
)
