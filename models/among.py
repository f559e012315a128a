"""One of these values, said with a single parameter however many there are."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, any_, bindparam, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY


def among(connection: Connection, column: ColumnElement[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """Answer the condition that the column is one of `values`.

    PostgreSQL gets an array: the statement stays the same text, so neither side has to read it anew for every batch.
    """
    if connection.dialect.name == "sqlite":
        return column.in_(values)
    return column == any_(literal(list(values), ARRAY(column.type)))


def one_of(dialect: str, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Answer the condition that the column is one of a list of numbers or words, given as `name` when it is asked.

    For questions that are asked all day: put together once, and then the same text for every batch, whatever its size.
    """
    if dialect == "sqlite":
        values = func.json_each(bindparam(name, type_=JSON)).table_valued("value")
        return column.in_(select(values.c.value))
    return column == any_(bindparam(name, type_=ARRAY(column.type)))
