"""Which day it is at each account: never further from UTC's than one, so that one query can answer for all zones."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Label, Row, func

from journeys.schedule import zone_of

ONE = timedelta(days=1)


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

    def since(self, days: int) -> date:
        """Answer a day before which no account's last `days` days began, today included."""
        return self.possible[0] - timedelta(days=days - 1)

    def newest(self, day: Column[date]) -> list[Label[date]]:
        """Answer the columns that hold the newest `day` by each of the possible todays."""
        return [func.max(day).filter(day <= today).label(f"by_{place}") for place, today in enumerate(self.possible)]

    def pick(self, account: int, newest: Sequence[date | None]) -> date | None:
        """Answer which of the columns of `newest` is right for the account; None: nothing was so by its today."""
        return newest[self._places[account]]
