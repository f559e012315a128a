"""Many rows in one INSERT or UPDATE, the quick way of each database."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Connection, Table, Text, bindparam, cast, column, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

Rows = Sequence[Mapping[str, Any]]


def insert_bulk(connection: Connection, table: Table, rows: Rows) -> tuple[Any, Any]:
    """Answer an INSERT that can still be told what to do on conflict and what to return, and its parameters.

    PostgreSQL gets all rows as one JSON text: as many single parameters, or statements, cost several times as much.
    """
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table), rows
    return _insertion(table, tuple(rows[0])), _parameter(rows)


def update_bulk(connection: Connection, table: Table, rows: Rows) -> None:
    """Give each row of the table, known by its `id`, the other values told of it."""
    if not rows:
        return
    names = tuple(name for name in rows[0] if name != "id")
    if connection.dialect.name == "sqlite":
        connection.execute(_single_change(table, names), [{f"new_{n}": v for n, v in row.items()} for row in rows])
    else:
        connection.execute(_change(table, names), _parameter(rows))


@cache
def _insertion(table: Table, names: tuple[str, ...]) -> Any:
    told = _told(table, names)
    return postgresql.insert(table).from_select(names, select(*(told.c[name] for name in names)))


@cache
def _change(table: Table, names: tuple[str, ...]) -> Any:
    told = _told(table, ("id", *names))
    return update(table).where(table.c.id == told.c.id).values({name: told.c[name] for name in names})


@cache
def _single_change(table: Table, names: tuple[str, ...]) -> Any:
    return (
        update(table)
        .where(table.c.id == bindparam("new_id"))
        .values({name: bindparam(f"new_{name}") for name in names})
    )


def _told(table: Table, names: tuple[str, ...]) -> Any:
    rows = func.json_to_recordset(cast(bindparam("all_rows", type_=Text()), postgresql.JSON(none_as_null=True)))
    columns = (column(name, table.c[name].type) for name in names)
    return rows.table_valued(*columns).render_derived(with_types=True)


def _parameter(rows: Rows) -> dict[str, str]:
    try:
        return {"all_rows": orjson.dumps(rows).decode()}
    except TypeError:  # a number of more than 64 bits, which only the slower one can write
        return {"all_rows": json.dumps(rows, default=_text, ensure_ascii=False)}


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} cannot be sent to the database")
