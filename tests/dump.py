"""Everything that a database holds, to be compared or searched."""

from typing import Any

from sqlalchemy import Engine, Select, Table, select

from models import metadata
from models.database import look
from models.tables import ACCOUNT

Dump = dict[str, list[tuple[Any, ...]]]


def dump(engine: Engine) -> Dump:
    """Answer every row of every table, but how often something was learned of an account: that says nothing of what."""
    with look(engine) as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(_all_of(table))] for table in metadata.sorted_tables
        }


def _all_of(table: Table) -> Select[*tuple[Any, ...]]:
    told = [column for column in table.columns if column is not ACCOUNT.c.stirs]
    return select(*told).order_by(*table.primary_key.columns)


def mentions(engine: Engine, *words: str) -> list[str]:
    """Answer every row in which one of these words stands, in whatever letters, with its table."""
    return [
        f"{table}: {row}"
        for table, rows in dump(engine).items()
        for row in rows
        if any(word.lower() in str(row).lower() for word in words)
    ]
