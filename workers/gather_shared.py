"""From accounts to behavior: which days they have in common with very many others."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row

from journeys.needs import Need, Shared
from models.common_values import crowded
from models.tables import ACCOUNT

COLUMNS = {"account.signed_up_at": ACCOUNT.c.signed_up_at, "account.renewal_on": ACCOUNT.c.renewal_on}
VERY_MANY = 100  # that are fewer do not flood anybody, even on one day


def shared_of(
    connection: Connection, accounts: Sequence[Row[Any]], needs: Collection[Need]
) -> dict[int, frozenset[str]]:
    """Answer, by account, the traits whose value very many have, as far as `needs` ask: as after an import."""
    found: dict[int, frozenset[str]] = {}
    for trait in sorted(need.trait for need in needs if isinstance(need, Shared) and need.trait in COLUMNS):
        column = COLUMNS[trait]
        values = {account.id: account._mapping[column.name] for account in accounts}
        common = crowded(connection, column, {value for value in values.values() if value is not None}, VERY_MANY)
        for account, value in values.items():
            if value in common:
                found[account] = found.get(account, frozenset()) | {trait}
    return found
