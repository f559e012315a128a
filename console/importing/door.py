"""The door that an import shuts: nobody is judged while only a part of what is told of them is in."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from models.database import begin
from models.doors import IMPORTING, open_door, shut
from workers.agreement import database_time
from workers.clocks import machine_time

Begin = Callable[[], AbstractContextManager[Connection]]

LASTS = timedelta(minutes=5)  # without a new batch; so the door of an import that was killed opens by itself


@contextmanager
def shut_meanwhile(engine: Engine) -> Iterator[Begin]:
    """Answer what begins each transaction, and keeps the door shut from the first one to the end of them all."""
    name, since = f"{IMPORTING} {uuid4().hex}", machine_time()
    because = f"an import is running since {since:%Y-%m-%d %H:%M} UTC: nobody is looked at or written to until it ends"

    @contextmanager
    def behind_it() -> Iterator[Connection]:
        with begin(engine) as connection:  # at once, and not when the batch is in
            shut(connection, name, because, since, _time(connection) + LASTS)
        with begin(engine) as connection:
            yield connection

    try:
        yield behind_it
    finally:
        with suppress(DBAPIError), begin(engine) as connection:  # if the database is away, the door opens by itself
            open_door(connection, name, _time(connection))


def _time(connection: Connection) -> datetime:
    """Answer the database's own time, which is the same for all who ask whether the door is shut."""
    return database_time(connection, machine_time())
