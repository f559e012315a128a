"""Traits: which column each is kept in, in either spelling, and which of them cannot be used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from console.importing import kinds
from console.importing.convert import COLUMNS
from console.importing.kinds import Manner
from console.importing.mapping import FIELDS, Field
from models.facts import printable

MOMENTS = frozenset({"signed_up_at", "churned_at", "left_at"})
EPOCH_2000, MILLISECONDS = 946_684_800, 10_000_000_000  # from here on a number is no longer one of seconds: 2286
LARGEST_EXACT = 1e15  # beyond it, a number with a point no longer has the digits that it was written with

Kept = tuple[str, Field]  # the column, and what may stand in it


@dataclass(slots=True)
class Sheet:
    """What traits say: columns, other traits that are kept as they are, and what was left out, with its reason."""

    columns: dict[str, object] = field(default_factory=dict)
    traits: dict[str, object] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


class Table:
    """The columns of a noun, by every name they are told under."""

    def __init__(self, fields: Mapping[str, Field], also: Mapping[str, str]) -> None:
        """Know the fields in both spellings, and by other names; the field's own name counts more."""
        self._own = {spelling: _kept(name, fields) for name in fields for spelling in _spellings(name)}
        self._also = {spelling: _kept(also[name], fields) for name in also for spelling in _spellings(name)}

    def read(self, told: Mapping[str, object], manner: Manner) -> Sheet:
        """Answer what traits say; one told as empty is forgotten, if it can be."""
        sheet = Sheet()
        for name in sorted(told, key=self._own.__contains__):  # what comes later counts more
            try:
                self._read(sheet, name, told[name], manner)
            except ValueError as error:
                sheet.left_out.append(f"trait {printable(name)} left out: {error}")
        return sheet

    def _read(self, sheet: Sheet, name: str, value: object, manner: Manner) -> None:
        kept = self._own.get(name) or self._also.get(name)
        if kept is None:
            sheet.traits[_name(name)] = _plain(value)
        elif text := _moment(value) if kept[0] in MOMENTS else _text(value):
            sheet.columns[kept[0]] = kept[1].kind(text, manner)
        elif not kept[1].steady:
            sheet.columns[kept[0]] = None


def _kept(name: str, fields: Mapping[str, Field]) -> Kept:
    return COLUMNS.get(name, name), fields[name]


def _spellings(name: str) -> tuple[str, str]:
    first, *rest = name.split("_")
    return name, first + "".join(word.capitalize() for word in rest)


def _text(value: object) -> str:
    """Answer a value as the text that kinds read."""
    if value is None or isinstance(value, str):
        return (value or "").strip()
    if isinstance(value, float) and abs(value) < LARGEST_EXACT:  # 0.1 + 0.2 is 0.30000000000000004 to a computer
        return f"{Decimal(repr(value)):.9f}".rstrip("0").rstrip(".")
    return str(_plain(value)).lower()  # so that true is "true"


def _moment(value: object) -> str:
    """Answer a moment as text: some clients tell them in seconds or milliseconds since 1970."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if value >= MILLISECONDS else value
        if EPOCH_2000 <= seconds < MILLISECONDS:
            return datetime.fromtimestamp(seconds, UTC).isoformat()
    return _text(value)


def _plain(value: object) -> object:
    if isinstance(value, dict | list):
        raise ValueError("only a text, a number or true or false can be kept")  # noqa: TRY004 - a reason, no mistake
    if isinstance(value, str) and len(value) > kinds.LONGEST_TEXT:
        raise ValueError(f"a text of {len(value):,} characters is too long: at most {kinds.LONGEST_TEXT:,}")
    return value or None if isinstance(value, str) else value


def _name(name: str) -> str:
    if not 0 < len(name) <= kinds.LONGEST_KEY:
        raise ValueError(f"its name must have 1 to {kinds.LONGEST_KEY} characters")
    return name


def _country(cell: str, manner: Manner) -> str:
    return kinds.country(kinds.NOT_ISO.get(cell.upper(), cell), manner)


ACCOUNT = Table(
    {**FIELDS["accounts"], "country": Field(_country)},
    {
        "renewal_date": "renewal_on", "created_at": "signed_up_at", "is_trial": "trial", "time_zone": "timezone",
        "stripe_customer_id": "stripe_customer",
    },
)  # fmt: skip
_PERSON = {name: kept for name, kept in FIELDS["contacts"].items() if name != "account"}
CONTACT = Table({**_PERSON, "left_at": Field(kinds.moment)}, {"time_zone": "timezone"})
