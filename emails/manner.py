"""When a mail may be said: in what taste it is, and how seldom an account is told the same."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from emails.page import suggest
from emails.source import Source

_SPAN = re.compile(r"(\d{1,4}) *(hour|day|week)s?")
_UNITS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


@dataclass(frozen=True, slots=True)
class Manner:
    """The rules of taste that a mail names, and within how long an account is not told it twice."""

    taste: tuple[str, ...] = ()
    once_in: timedelta | None = None


def read_manner(source: Source, tastes: Collection[str] | None = None) -> Manner:
    """Answer what the front matter says of it; mistakes are reported to the page.

    `tastes` are the rules that the program has (None: they are not looked at).
    """
    names = tuple(name.strip() for name in source.entries.get("taste", "").split(",") if name.strip())
    for name in names:
        if tastes is not None and name not in tastes:
            hint = suggest(name, tastes) or f": the rules of taste stand under `taste` of program.yaml{_listed(tastes)}"
            source.page.report(f'there is no rule of taste "{name}"{hint}', source.at["taste"], name)
    said = source.entries.get("once_in", "")
    once_in = _span(said)
    if said and not once_in:
        source.page.report("a length of time is written 180 days or 26 weeks", source.at["once_in"], said)
    return Manner(names, once_in)


def _span(said: str) -> timedelta | None:
    found = _SPAN.fullmatch(said)
    return int(found[1]) * _UNITS[found[2]] or None if found else None


def _listed(tastes: Collection[str]) -> str:
    return f", which has {', '.join(sorted(tastes))}" if tastes else ""
