"""Kinds: what the text of one cell means, or a ValueError that says why it means nothing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo, available_timezones

from journeys.mistakes import did_you_mean, one_of
from models.facts import clean_address, printable

LONGEST_KEY = 255  # what a database index takes, with room to spare
LONGEST_TEXT = 1000
LARGEST_COUNT = 2**31 - 1
LARGEST_AMOUNT = 10**12  # a million of these still fit into 64 bits
YEARS = range(1900, 2200)
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
ISO_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}.*)?")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
FLAGS = {"true": True, "yes": True, "y": True, "t": True, "1": True} | dict.fromkeys(
    ("false", "no", "n", "f", "0"), False
)
NOT_ISO = {"UK": "GB", "EL": "GR"}  # in wide use, and not ISO 3166
CODES = {"yyyy": "%Y", "yy": "%y", "mm": "%m", "dd": "%d"}
CLOCK_CODES = ("%H", "%I", "%M", "%S", "%c", "%X")


@dataclass(frozen=True, slots=True)
class Manner:
    """How the cells of a column are written: the format of dates, and the zone of times that name none."""

    now: datetime
    zone: ZoneInfo
    format: str = ""


def text(cell: str, _manner: Manner) -> str:
    """Answer a text in one line."""
    return _line(cell, LONGEST_TEXT)


def key(cell: str, _manner: Manner) -> str:
    """Answer a text short enough to be looked up by."""
    return _line(cell, LONGEST_KEY)


def address(cell: str, _manner: Manner) -> str:
    """Answer a mail address in lower case."""
    return clean_address(cell)


def country(cell: str, _manner: Manner) -> str:
    """Answer an ISO 3166-1 code of two letters."""
    code = cell.upper()
    if not re.fullmatch("[A-Z]{2}", code):
        raise ValueError(f'"{printable(cell)}" is not a country code of two letters')
    if code in NOT_ISO:
        meant = NOT_ISO[code]
        raise ValueError(f"{code} is {meant} in ISO 3166: let the map say so, values: {{{cell}: {meant}}}")
    return code


def zone(cell: str, _manner: Manner) -> str:
    """Answer an IANA time zone name."""
    if cell not in _zones():
        raise ValueError(f'"{printable(cell)}" is not an IANA time zone{did_you_mean(cell, _zones())}')
    return cell


def count(cell: str, _manner: Manner) -> int:
    """Answer a whole number of things."""
    return _whole(cell, LARGEST_COUNT)


def amount(cell: str, _manner: Manner) -> int:
    """Answer how many times something happened."""
    return _whole(cell, LARGEST_AMOUNT)


def number(cell: str, _manner: Manner) -> int | float:
    """Answer a number; one without a fraction is whole."""
    value = _decimal(cell)
    return int(value) if value == value.to_integral_value() else float(value)


def money(cell: str, _manner: Manner) -> int:
    """Answer an amount of money in cents."""
    cents = int((_decimal(cell) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    if not 0 <= cents <= LARGEST_AMOUNT * 100:
        raise ValueError(f'"{cell}" is not an amount between 0 and {LARGEST_AMOUNT:,}')
    return cents


def flag(cell: str, _manner: Manner) -> bool:
    """Answer yes or no."""
    if cell.lower() not in FLAGS:
        raise ValueError(f'"{printable(cell)}" is neither true nor false')
    return FLAGS[cell.lower()]


def moment(cell: str, manner: Manner) -> datetime | date:
    """Answer a moment (UTC), or a day where no time is told."""
    try:
        told = _plausible(_told(cell, manner.format))
    except ValueError as error:
        wanted = f"a date written {manner.format}" if manner.format else "a date such as 2026-03-31 or 2026-03-31 14:05"
        raise ValueError(f'"{printable(cell)}" is not {wanted} ({error})') from None
    if not isinstance(told, datetime):
        return told
    return (told if told.tzinfo else told.replace(tzinfo=manner.zone)).astimezone(UTC)


def past(cell: str, manner: Manner) -> datetime | date:
    """Answer a moment or day that is not ahead of now; a day's grace for zones and clocks."""
    told = moment(cell, manner)
    limit = manner.now + timedelta(days=1)
    if told > (limit if isinstance(told, datetime) else limit.date()):
        raise ValueError(f'"{printable(cell)}" has not happened yet')
    return told


def day(cell: str, manner: Manner) -> date:
    """Answer a day; of a moment, the one on the calendar of the file's zone."""
    told = moment(cell, manner)
    return told.astimezone(manner.zone).date() if isinstance(told, datetime) else told


def one_of_these(*choices: str) -> Callable[[str, Manner], str]:
    """Answer the kind of a cell that holds one of a few words."""

    def choice(cell: str, _manner: Manner) -> str:
        if cell.lower() not in choices:
            raise ValueError(f'"{printable(cell)}" is not one of: {one_of(choices)}{did_you_mean(cell, choices)}')
        return cell.lower()

    return choice


Kind = Callable[[str, Manner], object]


def check_format(form: str) -> None:
    """Raise ValueError for a date format that cannot name a day."""
    day = datetime(2003, 11, 29, tzinfo=UTC)
    try:
        sound = day.date() == datetime.strptime(day.strftime(form), form).replace(tzinfo=UTC).date()
    except ValueError:
        sound = False
    if not sound:
        meant = re.sub("(?i)y{4}|y{2}|m{2}|d{2}", lambda found: CODES[found[0].lower()], form)
        hint = f'; did you mean "{meant}"?' if meant != form else ""
        raise ValueError(f'"{form}" names no day: it needs codes such as %d.%m.%Y (day, month, year){hint}')


def date_text(cell: str, manner: Manner) -> str:
    """Answer a day as text in ISO 8601, however it is written."""
    return day(cell, manner).isoformat()


# What `as:` may say of traits and properties, which are texts unless told otherwise.
LOOSE: Mapping[str, Kind] = MappingProxyType(
    {"text": lambda cell, _: cell, "number": number, "flag": flag, "date": date_text}
)


def _line(cell: str, longest: int) -> str:
    line = " ".join(cell.split())
    if len(line) > longest:
        raise ValueError(f"a text of {len(line)} characters is too long: at most {longest}")
    if CONTROL.search(line):
        raise ValueError(f'"{printable(line)}" holds a control character')
    return line


def _decimal(cell: str) -> Decimal:
    if not NUMBER.fullmatch(cell):
        raise ValueError(f'"{printable(cell)}" is not a number')
    return Decimal(cell)


def _whole(cell: str, largest: int) -> int:
    value = _decimal(cell)
    if value != value.to_integral_value() or not 0 <= value <= largest:
        raise ValueError(f'"{cell}" is not a whole number between 0 and {largest:,}')
    return int(value)


def _told(cell: str, form: str) -> datetime | date:
    if form:
        told = datetime.strptime(cell, form)  # noqa: DTZ007 - the manner's zone is given to it later
        return told if any(code in form for code in CLOCK_CODES) else told.date()
    if not ISO_MOMENT.fullmatch(cell):
        raise ValueError("that is year-month-day")
    return date.fromisoformat(cell) if len(cell) == 10 else datetime.fromisoformat(cell)


def _plausible(told: datetime | date) -> datetime | date:
    if told.year not in YEARS:
        raise ValueError(f"the year {told.year} cannot be meant")
    return told


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
