"""Common values: what very many accounts have in common."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from models.among import among


def crowded(connection: Connection, column: ColumnElement[Any], values: Collection[Any], more_than: int) -> set[Any]:
    """Answer which of `values` more accounts than that have in this column, which has an index."""
    if not values:
        return set()
    query = select(column).where(among(connection, column, values)).group_by(column).having(func.count() > more_than)
    return set(connection.execute(query).scalars())
