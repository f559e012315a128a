"""Many rows in one INSERT, the quick way of each database."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, Text, bindparam, cast, column, func, select
from sqlalchemy.dialects import postgresql, sqlite

Rows = Sequence[Mapping[str, Any]]


def insert_bulk(connection: Connection, table: Table, rows: Rows) -> tuple[Any, Any]:
    """Answer an INSERT that can still be told what to do on conflict and what to return, and its parameters.

    PostgreSQL gets all rows as one JSON text: as many single parameters, or statements, cost several times as much.
    """
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table), rows
    names = list(rows[0])
    told = func.json_to_recordset(cast(bindparam("all_rows", type_=Text()), postgresql.JSON(none_as_null=True)))
    columns = told.table_valued(*(column(name, table.c[name].type) for name in names)).render_derived(with_types=True)
    statement = postgresql.insert(table).from_select(names, select(*(columns.c[name] for name in names)))
    return statement, {"all_rows": json.dumps(rows, default=_text, ensure_ascii=False)}


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} cannot be sent to the database")
