"""Fitting: whether two parts of a condition can sensibly be compared, found out before anything runs."""

from datetime import date, timedelta

from journeys.mistakes import did_you_mean, one_of
from journeys.part import Part, fixed
from journeys.scanner import Literal, Percent

ORDERED = ("number", "date")


def misfit(left: Part, sign: str, right: Part) -> str:
    """Answer why `left sign right` makes no sense, or nothing if it does."""
    if "any" in (left.kind, right.kind):
        return ""
    if "list" in (left.kind, right.kind):
        return 'a list is looked into with "in"'
    if left.kind != right.kind:
        return f"{left.written} is {left.is_a} and {right.written} is {right.is_a}: they cannot be compared"
    if sign not in ("==", "!=") and left.kind not in ORDERED:
        return f'{left.written} is {left.is_a}, which has no order: compare it with "==" or "!="'
    return impossible_choice(left, right) or _wrong_unit(left, right) or _wrong_unit(right, left)


def impossible_choice(left: Part, right: Part) -> str:
    """Answer that one of the two can never be what the other is, if that is so."""
    for one, other in ((left, right), (right, left)):
        if one.choices and other.is_constant and other.constant not in one.choices:
            hint = did_you_mean(str(other.constant), one.choices)
            return f'{one.written} is never "{other.constant}"; it is one of: {one_of(one.choices)}{hint}'
    return ""


def _wrong_unit(value: Part, constant: Part) -> str:
    """Answer why the number that is written down cannot be meant, if so."""
    if not constant.is_constant or value.is_constant or value.kind != "number":
        return ""
    if value.unit == "share" and constant.unit != "share" and not -1 <= constant.constant <= 1:
        return f"{value.written} is a share between 0% and 100%{_as_percent(constant)}"
    if value.unit == "share" and constant.unit == "days":
        return f"{value.written} is a share between 0% and 100%, not a length of time"
    if constant.unit == "share" and (value.unit not in ("share", "") or _is_plain(value)):
        return f"{value.written} is no share: write a number without %"
    if constant.unit == "days" and value.unit not in ("days", ""):
        return f"{value.written} is not a number of days: write a plain number"
    return ""


def _is_plain(value: Part) -> bool:
    """Answer whether it is a field that is no share; an account's own trait may be one, and so may a calculation."""
    return value.field is not None and value.field.unit == "" and not value.field.name.startswith("account.")


def _as_percent(constant: Part) -> str:
    number = constant.constant
    return f"; did you mean {number:g}%?" if 1 < abs(number) <= 100 and constant.unit == "" else ""


def as_date(text: Part) -> Part | None:
    """Answer a text such as "2027-03-01" as the date it names, or nothing if it names none."""
    try:
        return fixed(date.fromisoformat(text.constant), "date", text.written, text.offset)
    except ValueError:
        return None


def literal(value: Literal, written: str, offset: int) -> Part:
    """Answer the part that a literal is; a length of time is a number of days."""
    if isinstance(value, str):
        return fixed(value, "text", written, offset)
    if isinstance(value, Percent):
        return fixed(value.share, "number", written, offset, "share")
    if isinstance(value, timedelta):
        days = value / timedelta(days=1)
        return fixed(int(days) if days.is_integer() else days, "number", written, offset, "days")
    return fixed(value, "number", written, offset)
