"""Which day it is at each account: never further from UTC's than one, so that one query can answer for all zones."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Label, Row, bindparam, func

from journeys.schedule import zone_of

ONE = timedelta(days=1)
PLACES = range(3)  # yesterday, today and tomorrow of UTC's calendar


class Todays:
    """The day it is at each of some accounts, and how to ask for the last day on which something was so by then."""

    def __init__(self, accounts: Sequence[Row[Any]], now: datetime) -> None:
        """Look at the calendars of `accounts` at `now`."""
        middle = now.astimezone(UTC).date()
        self.possible = (middle - ONE, middle, middle + ONE)
        self._places = {
            account.id: self.possible.index(now.astimezone(zone_of(account.timezone)).date()) for account in accounts
        }
        self.ids = list(self._places)

    def of(self, account: int) -> date:
        """Answer which day it is at the account."""
        return self.possible[self._places[account]]

    def asked(self, windows: Collection[int] = ()) -> Mapping[str, Any]:
        """Answer what a question takes that names `accounts`, `newest` days and, in days, `since` when it looks."""
        days = dict(zip(map(_by, PLACES), self.possible, strict=True))
        return {"accounts": self.ids, **days, **{_window(length): self.since(length) for length in windows}}

    def since(self, days: int) -> date:
        """Answer a day before which no account's last `days` days began, today included."""
        return self.possible[0] - timedelta(days=days - 1)

    def pick(self, account: int, newest: Sequence[date | None]) -> date | None:
        """Answer which of the columns of `newest` is right for the account; None: nothing was so by its today."""
        return newest[self._places[account]]


def since(day: Column[date], days: int) -> Any:
    """Answer the condition that `day` is in no account's calendar before the last `days` days."""
    return day >= bindparam(_window(days), type_=day.type)


def newest(day: Column[date]) -> list[Label[date]]:
    """Answer the columns that hold the newest `day` by each of the possible todays."""
    todays = [bindparam(_by(place), type_=day.type) for place in PLACES]
    return [func.max(day).filter(day <= today).label(f"newest_{place}") for place, today in enumerate(todays)]


def _by(place: int) -> str:
    return f"by_{place}"


def _window(days: int) -> str:
    return f"since_{days}"
