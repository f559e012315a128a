"""What was published, release by release."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, text

from models.tables import PUBLICATION, RELEASE

LOCK = 7_236_002  # any number that nobody else takes for an advisory lock

P, R = PUBLICATION.c, RELEASE.c


def await_turn(connection: Connection) -> None:
    """Wait until nobody else is publishing; the turn lasts until the end of the transaction."""
    if connection.dialect.name == "postgresql":  # SQLite lets one transaction write at a time anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def releases(connection: Connection) -> Sequence[Row[Any]]:
    """Answer all releases with the number of files each of them changed, the newest first."""
    count = select(func.count()).where(P.release == R.number).scalar_subquery()
    return connection.execute(select(RELEASE, count.label("files")).order_by(R.number.desc())).all()


def newest_release(connection: Connection) -> Row[Any] | None:
    """Answer the release in force, if anything was ever published."""
    return connection.execute(select(RELEASE).order_by(R.number.desc()).limit(1)).first()


def find_release(connection: Connection, number: int) -> Row[Any] | None:
    """Answer that release, if there is one."""
    return connection.execute(select(RELEASE).where(R.number == number)).first()


def text_in_force(connection: Connection, path: str) -> str | None:
    """Answer what the file says that was published last under this path; none if there is none, or it was withdrawn."""
    query = select(P.content).where(P.path == path).order_by(P.number.desc()).limit(1)
    return connection.execute(query).scalar()


def files_of(connection: Connection, release: int) -> dict[str, str]:
    """Answer the text of every file that was in force with that release, by path."""
    newest = select(P.path, func.max(P.number).label("number")).where(P.release <= release).group_by(P.path).subquery()
    query = select(P.path, P.content).join(newest, (P.path == newest.c.path) & (P.number == newest.c.number))
    rows = connection.execute(query.where(P.content.is_not(None)).order_by(P.path))
    return {row.path: row.content for row in rows}
