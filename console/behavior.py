"""What is known of one account now: every field of the catalog in force, or why it cannot be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import Any

from sqlalchemy import Engine

from console.in_force import in_force
from console.the_account import the_account
from journeys.catalog import Catalog
from journeys.certainty import Between, Unknown
from journeys.view import View
from models.database import look
from workers.gather import Standing, accounts_by_id, gather

ADDRESSED = ("contact.", "recipient.")


@dataclass(frozen=True, slots=True)
class Known:
    """An account as it stands, everything about it gathered, and the catalog by which it is looked at."""

    catalog: Catalog
    standing: Standing


def known_of(engine: Engine, said: str, now: datetime) -> Known:
    """Answer what is known of the account that a person means.

    Raises CommandError if there is no such account, or nothing in force.
    """
    with look(engine) as connection:
        catalog = in_force(connection, "nothing is looked at").book.catalog
        accounts = accounts_by_id(connection, [the_account(connection, said).id])
        [standing] = gather(connection, accounts, catalog.needs(catalog.fields), now, catalog.program.feeds)
    return Known(catalog, standing)


def values_of(known: Known, now: datetime) -> Mapping[str, dict[str, Any]]:
    """Answer for each field its `value`, or `because` where that is unknown; `least` and `most` where it is between.

    Fields that are about whom something is said to are left out: only a mail or a step knows them.
    """
    view = View(now, known.standing.behavior)
    fields = known.catalog.fields.items()
    return {name: _found(field.read(view)) for name, field in fields if not name.startswith(ADDRESSED)}


def _found(value: object) -> dict[str, Any]:
    match value:
        case Unknown(because=because):
            return {"because": because}
        case Between(low, high, because):
            return {"least": low, "most": None if high == inf else high, "because": because}
        case _:
            return {"value": "never" if value == inf else value}
