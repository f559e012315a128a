"""Last told wins: what a row holds once more is told of it, by the teller's time and not in the order of arrival."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.facts import CANONICAL, start_of

Row = dict[str, Any]
TRAIT = "traits."  # stands before the name of a trait in `told`
DAY = "day of "  # stands before the name of a moment that was told as a day, which begins where the account lives
MOMENTS = ("signed_up_at", "churned_at", "left_at")
NOT_TOLD = frozenset({"id", "key", "account_id", "merged_into", "traits", "told", "created_at"})


def tell(
    row: Row, columns: Mapping[str, object], traits: Mapping[str, object], at: datetime | None, now: datetime
) -> Row:
    """Answer the row with what was told `at` a moment; told as of now (none), it stands whatever was told before."""
    after = _copy(row)
    told, when = after["told"], instant(at or now)
    for name, value in (*columns.items(), *((TRAIT + name, value) for name, value in traits.items())):
        if at is None:
            _put(after, name, value, max(when, told.get(name, "")))
        elif (when, rank(value)) > _standing(row, name):
            _put(after, name, value, when)
    return after


def join(row: Row, other: Row) -> Row:
    """Answer the row with everything that was told later of the other one: in either order, the same."""
    after = _copy(row)
    for name, when in other["told"].items():
        value = None if name.startswith(DAY) else value_of(other, name)
        if not name.startswith(DAY) and (when, rank(value)) > _standing(row, name):
            _put(after, name, value, when)
    untold = after.keys() - NOT_TOLD - after["told"].keys()  # known before anybody noted when it was told
    after |= {name: other[name] for name in untold if after[name] is None}
    old = {name: value for name, value in other["traits"].items() if TRAIT + name not in after["told"]}
    return {**after, "traits": {**old, **after["traits"]}}


def in_moments(row: Row, zone: ZoneInfo) -> Row:
    """Answer the row with what was told as days turned into moments: the days begin in this zone."""
    days = {name: row["told"][DAY + name] for name in MOMENTS if DAY + name in row["told"]}
    return {**row, **{name: start_of(date.fromisoformat(day), zone) for name, day in days.items()}}


def value_of(row: Mapping[str, Any], name: str) -> object:
    """Answer what was told under a name of `told`."""
    if DAY + name in row["told"]:
        return date.fromisoformat(row["told"][DAY + name])
    return row["traits"].get(name.removeprefix(TRAIT)) if name.startswith(TRAIT) else row[name]


def instant(at: datetime) -> str:
    """Answer a moment as `told` keeps it: texts in the order of the moments."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def rank(value: object) -> str:
    """Answer what decides between two values told of the same moment: the greater text stands."""
    if isinstance(value, datetime):
        return CANONICAL.encode(instant(value))
    return CANONICAL.encode(value.isoformat() if isinstance(value, date) else value)


def _standing(row: Row, name: str) -> tuple[str, str]:
    when = row["told"].get(name)
    return (when, rank(value_of(row, name))) if when else ("", "")


def _copy(row: Row) -> Row:
    return {**row, "traits": dict(row["traits"]), "told": dict(row["told"])}


def _put(row: Row, name: str, value: object, when: str) -> None:
    row["told"][name] = when
    row["told"].pop(DAY + name, None)
    if name.startswith(TRAIT):
        row["traits"].pop(name.removeprefix(TRAIT), None)
        row["traits"] |= {} if value is None else {name.removeprefix(TRAIT): value}
    else:
        row[name] = value
        if name in MOMENTS and isinstance(value, date) and not isinstance(value, datetime):
            row["told"][DAY + name] = value.isoformat()
