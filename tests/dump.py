"""Everything that a database holds, to be compared or searched."""

from typing import Any

from sqlalchemy import Engine, select

from models import metadata
from models.database import look

Dump = dict[str, list[tuple[Any, ...]]]


def dump(engine: Engine) -> Dump:
    """Answer every row of every table."""
    with look(engine) as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
        }


def mentions(engine: Engine, *words: str) -> list[str]:
    """Answer every row in which one of these words stands, in whatever letters, with its table."""
    return [
        f"{table}: {row}"
        for table, rows in dump(engine).items()
        for row in rows
        if any(word.lower() in str(row).lower() for word in words)
    ]
