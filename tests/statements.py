"""What is sent to a database, written down."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event

ASKED_BY_TIME = "SELECT clock_timestamp()"


@contextmanager
def counted(database: Engine | Connection) -> Iterator[list[str]]:
    """Write down every statement that is sent meanwhile, but what time it is: that is asked every second."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement != ASKED_BY_TIME:
            statements.append(statement)

    event.listen(database, "before_cursor_execute", note)
    yield statements
    event.remove(database, "before_cursor_execute", note)
