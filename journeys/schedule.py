"""When the days of a journey begin, on the calendar that hangs on the recipient's wall."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import count
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from journeys.window import Window

MIDNIGHT = time()


@lru_cache(maxsize=2048)
def zone_of(*names: str | None) -> ZoneInfo:
    """The first of these IANA names that is one; UTC if none is (imports refuse such names before they get here)."""
    for name in filter(None, names):
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")


def day_begins(started_at: datetime, day: int, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which day N begins: N dates after the start's own, at the first moment of that date.

    Dates are counted, not hours: days of 23 or 25 hours are days. Day 0 begins before the start; negative days work.
    """
    return date_begins(started_at.astimezone(zone).date() + timedelta(days=day), zone)


def date_begins(day: date, zone: ZoneInfo) -> datetime:
    """The first moment (UTC) of this date."""
    # A midnight that the clocks skip comes out as the instant of the change, which is when that date begins.
    return datetime.combine(day, MIDNIGHT, zone).astimezone(UTC)


def work_days_later(now: datetime, days: int, window: Window, zone: ZoneInfo) -> datetime:
    """When the Nth working day after today closes (UTC): what "due in 2 business days" means.

    0 is today, or the next working day if today is none.
    """
    day = now.astimezone(zone).date()
    for _ in range(days):
        day = _next_work_day(day, window)
    if not window.works_on(day):
        day = _next_work_day(day, window)
    return datetime.combine(day, window.closes, zone).astimezone(UTC)


def _next_work_day(day: date, window: Window) -> date:
    return next(later for ahead in count(1) if window.works_on(later := day + timedelta(days=ahead)))
