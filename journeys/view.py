"""Views: one account at one instant, as the catalog's fields look at it."""

from collections.abc import Callable, Hashable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from journeys.behavior import Behavior, Contact
from journeys.schedule import zone_of

Reader = Callable[["View"], object]  # answers a value, or an Unknown or Between (journeys/certainty.py)


class View:
    """An account at `now`. What is costly to find is found once per view, and only if somebody asks."""

    __slots__ = ("_found", "_today", "account", "behavior", "contact", "now", "usage", "zone")

    def __init__(self, now: datetime, behavior: Behavior, contact: Contact | None = None) -> None:
        """Look at `behavior` as of `now`; `contact` is the person a mail is for."""
        self.now, self.behavior, self.contact = now, behavior, contact
        self.account, self.usage = behavior.account, behavior.usage
        self.zone = zone_of(behavior.timezone)
        self._today: date | None = None
        self._found: dict[Hashable, Any] = {}

    @property
    def today(self) -> date:
        """The day it is at the account."""
        if self._today is None:
            self._today = self.day_of(self.now)
        return self._today

    def day_of(self, moment: datetime) -> date:
        """Answer the day of the account's calendar on which `moment` falls."""
        return moment.astimezone(self.zone).date()

    def first_day(self, days: int) -> date:
        """Answer the first of the last `days` days, today included."""
        return self.today - timedelta(days=days - 1)

    def began(self, days: int) -> datetime:
        """Answer the instant at which the last `days` days began, today included."""
        return _midnight(self.first_day(days), self.zone)

    def once(self, key: Hashable, find: Callable[["View"], Any]) -> Any:
        """Answer what `find` finds, looking only the first time that `key` is asked for."""
        try:
            return self._found[key]
        except KeyError:
            found = self._found[key] = find(self)
            return found


@lru_cache(maxsize=4096)
def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """Answer the instant at which `day` begins in `zone`: kept, because thousands of accounts share it."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


class Views:
    """Remembers the last view, and the last of a contact: all that one look asks is asked of one account."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        self._last: View | None = None
        self._addressed: View | None = None

    def look(self, now: datetime, behavior: Behavior, contact: Contact | None = None) -> View:
        """Answer the view of `behavior` at `now`; the last one again if it is the same. Safe to share by threads."""
        last = self._last if contact is None else self._addressed
        if last is not None and last.behavior is behavior and last.contact is contact and last.now == now:
            return last
        view = View(now, behavior, contact)
        if contact is None:
            self._last = view
        else:
            self._addressed = view
        return view


view_of = Views().look
