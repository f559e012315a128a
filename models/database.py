"""The database: an engine for either kind, and one transaction at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from models.write_lock import BUSY_SECONDS, begin_writing

WORDLESS = {"hide_parameters": True}  # addresses and names of customers do not belong into a log
IDLE_SECONDS = 60  # a process that freezes within a transaction must not keep its locks from everybody else for ever


def database_url(url: str) -> URL:
    """Answer the URL as SQLAlchemy knows it; `postgres://` and `postgresql://` mean psycopg 3.

    Raises ValueError for a URL that names no database Tenure runs on.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ValueError("it is not a database URL: write postgresql://user@host/name or sqlite:///file") from error
    kind = parsed.get_backend_name()
    if kind in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    if kind == "sqlite":
        return parsed
    raise ValueError(f"Tenure runs on PostgreSQL or SQLite, not on {kind}")


def make_engine(url: str, *, pool: int = 10) -> Engine:
    """Answer an engine for the database at `url`; nothing is connected yet.

    The statements in its errors do not tell what was written.
    """
    parsed = database_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, pool)
    engine = create_engine(parsed, pool_size=pool, pool_pre_ping=True, **WORDLESS, connect_args={"connect_timeout": 10})
    event.listen(engine, "connect", _limit)
    return engine


@contextmanager
def begin(engine: Engine) -> Iterator[Connection]:
    """One transaction that may write: committed at the end, rolled back by any exception."""
    with engine.begin() as connection:
        yield connection


@contextmanager
def look(engine: Engine) -> Iterator[Connection]:
    """One consistent look that writes nothing, and on SQLite waits for nobody."""
    options = {"tenure_reads": True, "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def _limit(connection: Any, _record: Any) -> None:
    connection.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")
    connection.commit()


def _sqlite(url: URL, pool: int) -> Engine:
    engine = create_engine(
        url, pool_size=pool, **WORDLESS, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions behind our back
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A transaction that reads and then writes would fail at once instead of waiting, unless it is announced.
    if connection.get_execution_options().get("tenure_reads", False):
        connection.exec_driver_sql("BEGIN")
    else:
        begin_writing(connection)
