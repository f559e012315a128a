"""What is left of deleted rows in the files of SQLite, which only marks their place as free."""

from sqlite3 import OperationalError
from typing import Any

from sqlalchemy import Engine

LARGEST = 500 * 1024 * 1024  # bytes; a second or more per hundred megabytes, during which nobody else can write


def wipe(engine: Engine) -> bool:
    """Write the file anew without what was deleted, and empty its write-ahead log; answer whether that was done.

    Not done: the file is too large to do that beside the daily work, or somebody is reading all the time. On PostgreSQL
    there is nothing to do here: autovacuum makes room of what was deleted, and backups are not ours to change.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        cursor: Any = connection.cursor()
        if _size(cursor) > LARGEST:
            return False
        cursor.execute("VACUUM")
        [busy, *_] = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except OperationalError:
        return False
    finally:
        connection.close()
    return not busy


def _size(cursor: Any) -> int:
    [pages], [size] = (cursor.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
    return int(pages * size)
