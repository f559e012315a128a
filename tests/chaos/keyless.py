"""A database without the keys by which no mail is there twice."""

import re
from typing import Any

from sqlalchemy import Engine


def drop_unique_keys(engine: Engine) -> None:
    """Let the database take a mail twice: no table of mails has rows yet."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            names = connection.exec_driver_sql(
                "SELECT conname FROM pg_constraint WHERE conrelid = 'touchpoint'::regclass AND contype = 'u'"
            ).scalars()
            for name in list(names):
                connection.exec_driver_sql(f'ALTER TABLE touchpoint DROP CONSTRAINT "{name}"')
            connection.exec_driver_sql("DROP INDEX IF EXISTS ix_touchpoint_key")
            connection.commit()
            return
        _rebuild(connection)


def _rebuild(connection: Any) -> None:
    """SQLite drops no constraint: the table is made anew without them."""
    ask = connection.exec_driver_sql
    (table,) = ask("SELECT sql FROM sqlite_master WHERE type='table' AND name='touchpoint'").one()
    indexes = ask("SELECT sql FROM sqlite_master WHERE type='index' AND tbl_name='touchpoint' AND sql IS NOT NULL")
    kept = [sql for (sql,) in indexes if "UNIQUE" not in sql]
    connection.rollback()
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    driver.execute("DROP TABLE touchpoint")
    driver.execute(re.sub(r",\s*(?:CONSTRAINT \S+ )?UNIQUE \([^)]*\)", "", table))
    for sql in kept:
        driver.execute(sql)
    driver.execute("PRAGMA foreign_keys=ON")
