"""The doors: what is shut, for a while or until a human opens it."""

from datetime import datetime

from sqlalchemy import Connection, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from models.tables import CLOSURE

FUSE = "fuse"  # time cannot be trusted
PAUSED = "paused"  # a person said so
PROVIDER = "provider"  # it wants rest, or refuses our key

C = CLOSURE.c


def shut_doors(connection: Connection, machine: datetime) -> set[str]:
    """Answer the names of the doors that are shut now."""
    return set(connection.execute(select(C.name).where(or_(C.until.is_(None), C.until > machine))).scalars())


def is_stopped(connection: Connection, machine: datetime) -> bool:
    """Answer whether nobody may look at accounts or mails now: the fuse has blown, or a person paused it."""
    return bool(shut_doors(connection, machine) & {FUSE, PAUSED})


def shut(connection: Connection, name: str, because: str, since: datetime, until: datetime | None) -> None:
    """Shut a door; of two who do so at once, the later `until` holds, and one that waits for a human outlasts all."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(CLOSURE)
    new = statement.excluded
    longer = C.until.is_not(None) & or_(new.until.is_(None), new.until > C.until)
    change = {"because": new.because, "since": new.since, "until": new.until}
    row = {"name": name, "because": because, "since": since, "until": until}
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=change, where=longer), row)
