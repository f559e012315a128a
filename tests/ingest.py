"""An app whose ingest API knows two sources, and what was recorded by it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, select, text

from console.publishing import publish_files
from emails.folder_mailer import FolderMailer
from models.database import begin, look
from tests.first_month import first_month
from workers.boot import App
from workers.clocks import Clock
from workers.settings import Settings

KEYS = {source: f"{source}-key-0123456789" for source in ("product", "support", "billing")}
KEY = KEYS["product"]


def ingesting_app(engine: Engine, home: Path, now: Clock) -> App:
    """Answer an app in whose database no program is in force yet."""
    keys = ", ".join(f"{source}:{key}" for source, key in KEYS.items())
    settings = Settings(TENURE_HOME=home, TENURE_WRITE_KEYS=keys)
    return App(settings, engine, now, FolderMailer(settings.outbox), "a secret")


def publish(engine: Engine, now: datetime, **changed: str) -> None:
    """Put the program that ships in force, with another text for some of its files."""
    with begin(engine) as connection:
        publish_files(connection, now, {**first_month(), **changed}, "a test")


def rows(engine: Engine, table: Table, *columns: str) -> list[tuple[Any, ...]]:
    """Answer columns of the rows of a table, in the order of their keys."""
    with look(engine) as connection:
        query = select(*(table.c[name] for name in columns)).order_by(*table.primary_key.columns)
        return [tuple(row) for row in connection.execute(query)]


@contextmanager
def held(engine: Engine) -> Iterator[None]:
    """Let nobody write an event meanwhile."""
    with begin(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE event, waiting IN EXCLUSIVE MODE"))
        yield
