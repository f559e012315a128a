"""SQLite's one write lock: asked for every other millisecond, since SQLite itself asks ever more seldom."""

import sqlite3
import time

from sqlalchemy import Connection

BUSY_SECONDS = 30
PRIMARY = 0xFF  # of an error's code; the rest says more: busy may be busy with recovering from somebody's death
ASK_SECONDS = 0.002  # SQLite's own wait grows to a tenth of a second, in which nobody may be writing any more


def begin_writing(connection: Connection) -> None:
    """Begin a transaction that may write, as soon as nobody else is in one; raises OperationalError after 30 s."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101  (for the types: the engine is SQLite's)
    raw.execute("PRAGMA busy_timeout=0")
    try:
        _await_turn(raw)
        if not raw.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # which says what is wrong
    finally:
        raw.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")


def _await_turn(raw: sqlite3.Connection) -> None:
    end = time.monotonic() + BUSY_SECONDS
    while time.monotonic() < end:
        try:
            raw.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & PRIMARY != sqlite3.SQLITE_BUSY:
                return
            time.sleep(ASK_SECONDS)
        else:
            return
