"""Values that are absurd to read: blank, impossible, or from another age."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from math import isfinite

from console.audience.names import NAMES, odd_names
from console.audience.oddity import Oddity
from emails.bounds import INVISIBLE
from emails.sandbox import LONGEST_VALUE
from journeys.field import Field

IMPOSSIBLE = 1e9  # more of anything than an account has
FAR = timedelta(days=20 * 365)
OPEN_SHARES = re.compile("change|growth|seat")  # shares that can be over 100%: of a change, or of seats paid for


def odd_values(now: datetime, values: Mapping[str, object], fields: Mapping[str, Field]) -> Iterator[Oddity]:
    """Find what is odd about the values that a mail uses, by the names of their fields."""
    company = str(values.get("account.name") or "")
    for name, value in sorted(values.items()):
        yield from _unseen(name, value)
        match value:
            case str() if not INVISIBLE.sub("", value).strip():
                yield Oddity("blank", f"{name} is blank")
            case str() if name in NAMES:
                yield from odd_names(name, INVISIBLE.sub("", value).strip(), company)
                yield from _long(name, value)
            case bool():
                pass
            case int() | float():
                yield from _odd_number(name, value, fields[name])
            case date():
                yield from _odd_date(now, name, value)


def _unseen(name: str, value: object) -> Iterator[Oddity]:
    if isinstance(value, str) and (found := INVISIBLE.search(value)):
        yield Oddity("unseen", f"{name} holds an invisible character (U+{ord(found[0]):04X})")


def _long(name: str, value: str) -> Iterator[Oddity]:
    if len(value) > LONGEST_VALUE:
        yield Oddity("cut", f"{name} has {len(value)} characters")


def _odd_number(name: str, value: float, field: Field) -> Iterator[Oddity]:
    said = f"{name} is {value:,}"
    if field.unit == "share" and OPEN_SHARES.search(name):
        return
    if not isfinite(value) or value < 0 or value > IMPOSSIBLE:
        yield Oddity("number", said)
    elif field.unit == "share" and value > 1:
        yield Oddity("share", f"{name} is {value:.0%}")


def _odd_date(now: datetime, name: str, value: date) -> Iterator[Oddity]:
    day = value.date() if isinstance(value, datetime) else value
    if abs(day - now.date()) > FAR:
        yield Oddity("date", f"{name} is {day:%B} {day.day}, {day.year}")
