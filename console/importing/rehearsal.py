"""A rehearsal: everything an import does, against data that nobody will miss."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from console.importing.door import Begin, shut_meanwhile
from models.database import begin, make_engine


@contextmanager
def transactions(engine: Engine, *, rehearse: bool) -> Iterator[Begin]:
    """Answer what begins each transaction, behind a door that is shut. In a rehearsal none is, and nothing stays.

    A rehearsal on SQLite takes place on a copy, because a long transaction would stop everybody else from writing.
    On PostgreSQL it is one transaction that is rolled back: accounts it touches can be read meanwhile, not changed.
    """
    if not rehearse:
        with shut_meanwhile(engine) as begins:
            yield begins
    elif engine.dialect.name == "sqlite":
        with _copy(engine) as copy:
            yield partial(begin, copy)
    else:
        with engine.connect() as connection, connection.begin() as transaction:
            yield lambda: nullcontext(connection)
            transaction.rollback()


@contextmanager
def _copy(engine: Engine) -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="tenure-rehearsal-") as folder:
        file = Path(folder) / "copy.db"
        source = sqlite3.connect(str(engine.url.database))
        source.execute("VACUUM INTO ?", (str(file),))
        source.close()
        copy = make_engine(f"sqlite:///{file}")
        yield copy
        copy.dispose()
