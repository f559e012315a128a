"""Durations as people write them: `7 days`, `2 weeks`, `12 hours`."""

import re
from datetime import timedelta

UNITS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
DURATION = re.compile(r"(\d{1,4}) *(hour|day|week)s?")


def duration(text: str) -> timedelta | None:
    """Answer the length of time that `text` names, or nothing if it names none."""
    found = DURATION.fullmatch(text.strip())
    return int(found[1]) * UNITS[found[2]] if found else None


def in_words(length: timedelta) -> str:
    """Answer the length as a person writes it, in whole days where it can be."""
    days, rest = divmod(length, UNITS["day"])
    count, unit = (days, "day") if not rest else (length // UNITS["hour"], "hour")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
