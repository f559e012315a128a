"""Bringing a database to the schema this version of Tenure was written for, and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from models.database import look

HERE = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, to: str = "head") -> list[str]:
    """Apply what is missing, in one transaction; answer the revisions that were applied, oldest first."""
    with _rebuilding(engine) as connection:
        before = revision(connection)
        if _script().get_current_head() == before:
            return []
        command.upgrade(_config(connection), to)
        return _between(before, revision(connection))


def downgrade(engine: Engine, to: str) -> None:
    """Go back to the revision `to` (`base`: to nothing)."""
    with _rebuilding(engine) as connection:
        command.downgrade(_config(connection), to)


def is_current(engine: Engine) -> bool:
    """Answer whether the database has the schema this version was written for."""
    with look(engine) as connection:
        return revision(connection) == _script().get_current_head()


def revision(connection: Connection) -> str | None:
    """Answer the revision a database stands at (none: it is empty)."""
    return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def _rebuilding(engine: Engine) -> Iterator[Connection]:
    """One transaction in which SQLite, too, can change a table to which rows of others refer.

    SQLite builds a new table and drops the old one. It would refuse that for the sake of those rows, so it looks at
    references only in the end; and it hears of that only outside of transactions.
    """
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    with engine.connect() as connection:
        driver = connection.connection
        driver.cursor().execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if lost := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError(f"a row of {lost[0]} refers to one of {lost[2]} that is not there")
        finally:
            driver.cursor().execute("PRAGMA foreign_keys=ON")


def _between(before: str | None, after: str | None) -> list[str]:
    if after is None or after == before:
        return []
    steps = _script().iterate_revisions(after, before or "base")
    return [f"{step.revision} {step.doc}" for step in steps][::-1]


def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(None))


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
