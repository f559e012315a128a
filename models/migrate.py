"""Bringing a database to the schema this version of Tenure was written for, and back."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from models.database import begin, look

HERE = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, to: str = "head") -> list[str]:
    """Apply what is missing, in one transaction; answer the revisions that were applied, oldest first."""
    with begin(engine) as connection:
        before = revision(connection)
        if _script().get_current_head() == before:
            return []
        command.upgrade(_config(connection), to)
        return _between(before, revision(connection))


def downgrade(engine: Engine, to: str) -> None:
    """Go back to the revision `to` (`base`: to nothing)."""
    with begin(engine) as connection:
        command.downgrade(_config(connection), to)


def is_current(engine: Engine) -> bool:
    """Answer whether the database has the schema this version was written for."""
    with look(engine) as connection:
        return revision(connection) == _script().get_current_head()


def revision(connection: Connection) -> str | None:
    """Answer the revision a database stands at (none: it is empty)."""
    return MigrationContext.configure(connection).get_current_revision()


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
