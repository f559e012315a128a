"""One of these values, said with a single parameter however many there are."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, any_, literal
from sqlalchemy.dialects.postgresql import ARRAY


def among(connection: Connection, column: ColumnElement[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """Answer the condition that the column is one of `values`.

    PostgreSQL gets an array: the statement stays the same text, so neither side has to read it anew for every batch.
    """
    if connection.dialect.name == "sqlite":
        return column.in_(values)
    return column == any_(literal(list(values), ARRAY(column.type)))
