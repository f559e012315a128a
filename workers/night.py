"""The night of a batch: which of the accounts that are looked at are to be assessed, and how, on the same look."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from journeys.catalog import Catalog
from journeys.needs import Need
from workers.assess import Assessed, Past, assessed, needs_of, past_of
from workers.gather import Standing

log = logging.getLogger("tenure.advance")


@dataclass(frozen=True, slots=True)
class Night:
    """The accounts to be assessed, by their ids, what must be gathered for it, and how they were found before."""

    accounts: frozenset[int] = frozenset()
    needs: frozenset[Need] = frozenset()
    past: Past = Past({}, None)  # noqa: RUF009  (frozen)

    def assess(self, now: datetime, catalog: Catalog, standing: Standing) -> list[Assessed]:
        """Answer how the account is found to be, if it is to be assessed; pure."""
        if standing.account.id not in self.accounts:
            return []
        try:
            return [assessed(now, catalog, standing, self.past)]
        except Exception:  # whose turn comes by itself, and who says so then: this must not stop the look
            log.exception("account %s could not be assessed on the way", standing.account.id)
            return []


BY_DAY = Night()  # nobody is to be assessed


def night_of(connection: Connection, catalog: Catalog, accounts: Sequence[Row[Any]], now: datetime) -> Night:
    """Answer which of these accounts are to be assessed at `now`."""
    due = frozenset(one.id for one in accounts if _is_due(one, now))
    return Night(due, needs_of(catalog), past_of(connection, due)) if due else BY_DAY


def _is_due(account: Row[Any], now: datetime) -> bool:
    return account.churned_at is None and (account.assess_at is None or account.assess_at <= now)
