"""Inserting what is not there yet, on either database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Row, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], *returning: Column[Any]
) -> Sequence[Row[Any]]:
    """Insert the rows that break no unique key, pass over the others; answer `returning` of those that went in."""
    if not rows:
        return []
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(table).on_conflict_do_nothing()
    if not returning:
        connection.execute(statement, rows)
        return []
    return connection.execute(statement.returning(*returning), rows).all()


def insert_or_update(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], key: Sequence[str]) -> None:
    """Insert the rows; where one with the same `key` is there, give it the new values."""
    if not rows:
        return
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(table)
    new = {name: statement.excluded[name] for name in rows[0] if name not in key}
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=new), rows)
