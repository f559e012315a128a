"""Evidence in words, the same in the story, the list of tasks and the pages."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from journeys.catalog import Catalog
from journeys.success import Product, Program, Sender
from journeys.telling import percent
from journeys.window import Window


def unsaid(because: str, evidence: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Answer what was looked at and is not already told by the reason: `account.seats is 3` need not stand there twice.

    That a condition held is told by naming it.
    """
    for name, found in evidence.items():
        told = f"{name.removeprefix('not ')} is " in because or (isinstance(found, bool) and name in because)
        if not told:
            yield name, found


def in_words(name: str, found: object, zone: ZoneInfo) -> str:
    """Answer the value of the evidence `name` as people read it; moments in `zone`."""
    if isinstance(found, bool | None):
        return {True: "yes", False: "no", None: "unknown"}[found]
    if isinstance(found, int | float):
        return percent(found) if is_share(name) else _number(found)
    if isinstance(found, Mapping):
        return ", ".join(f"{key}: {in_words(key, part, zone)}" for key, part in found.items())
    if isinstance(found, Sequence) and not isinstance(found, str):
        return ", ".join(in_words(name, item, zone) for item in found) or "none"
    return _text(f"{found}", zone)


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Answer a moment on the clock in `zone`: `Mon 5 Oct 2026 12:56`."""
    return f"{at.astimezone(zone):%a %-d %b %Y %H:%M}"


def is_share(name: str) -> bool:
    """Answer whether the figure called `name` (a field, or a function with its arguments) is a share."""
    return name.partition("(")[0] in _shares() and name.count("(") == name.endswith(")")


@cache
def _shares() -> frozenset[str]:
    """Answer the fields and functions that are shares: the same in every program."""
    catalog = Catalog(Program(Product("", ""), Sender("", "", "", ""), Window(), ()))
    fields = (name for name, field in catalog.fields.items() if field.unit == "share")
    functions = (name for name, function in catalog.functions.items() if function.unit == "share")
    return frozenset((*fields, *functions))


def _number(found: float) -> str:
    return f"{found:,}" if isinstance(found, int) else f"{found:,.2f}".rstrip("0").rstrip(".")


def _text(found: str, zone: ZoneInfo) -> str:
    try:
        at = datetime.fromisoformat(found)
    except ValueError:
        return found
    if at.tzinfo is not None:
        return moment(at, zone)
    return f"{at:%-d %b %Y}" if found == f"{date(at.year, at.month, at.day)}" else found
