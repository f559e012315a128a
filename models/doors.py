"""The doors: what is shut, for a while or until a human opens it."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.tables import CLOSURE

FUSE = "fuse"  # time cannot be trusted
PAUSED = "paused"  # a person said so
IMPORTING = "importing"  # only a part of what is told is in: `importing NUMBER`, so that each import has its own
PROVIDER = "provider"  # it wants rest, or refuses our key

STOPS = frozenset({FUSE, PAUSED, IMPORTING})  # while one of these is shut, nobody looks at accounts or mails

C = CLOSURE.c


def shut_doors(connection: Connection, machine: datetime) -> set[str]:
    """Answer the names of the doors that are shut now, to all but whoever knocks."""
    names = connection.execute(select(C.name).where(or_(C.until.is_(None), C.until > machine, C.rests > 0))).scalars()
    return {name.partition(" ")[0] for name in names}


def is_stopped(connection: Connection, machine: datetime) -> bool:
    """Answer whether nobody may look at accounts or mails now: a blown fuse, a person, or an import is in the way."""
    return bool(shut_doors(connection, machine) & STOPS)


def shut(connection: Connection, name: str, because: str, since: datetime, until: datetime | None) -> None:
    """Shut a door; of two who do so at once, the later `until` holds, and one that waits for a human outlasts all."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(CLOSURE)
    new = statement.excluded
    longer = C.until.is_not(None) & or_(new.until.is_(None), new.until > C.until)
    change = {"because": new.because, "since": new.since, "until": new.until}
    row = {"name": name, "because": because, "since": since, "until": until}
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=change, where=longer), row)


def open_door(connection: Connection, name: str, machine: datetime) -> None:
    """Open a door, and clear away those of imports that were killed, which have opened by themselves."""
    lapsed = C.name.startswith(f"{IMPORTING} ") & (C.until <= machine)
    connection.execute(delete(CLOSURE).where(or_(C.name == name, lapsed)))


def rest(connection: Connection, because: str, machine: datetime, until: datetime, rests: int) -> None:
    """Leave the provider alone until then, and from then on let one mail at a time ask whether it is back."""
    shut(connection, PROVIDER, because, machine, until)
    connection.execute(update(CLOSURE).where(C.name == PROVIDER).values(rests=rests, knocked_until=None))


def rests_of(connection: Connection) -> int:
    """Answer how often in a row the provider was found to be in trouble; 0: it is not."""
    return connection.execute(select(C.rests).where(C.name == PROVIDER)).scalar() or 0


def may_knock(connection: Connection, machine: datetime) -> bool:
    """Answer whether the provider has rested, and nobody is asking whether it is back."""
    return connection.execute(select(C.name).where(*_quiet(machine))).first() is not None


def knock(connection: Connection, machine: datetime, until: datetime) -> bool:
    """Be the one who asks whether the provider is back, until then at the most; answer whether it is we."""
    return connection.execute(update(CLOSURE).where(*_quiet(machine)).values(knocked_until=until)).rowcount == 1


def stop_resting(connection: Connection) -> None:
    """Open the door to everybody, unless the provider itself asked for more rest."""
    connection.execute(update(CLOSURE).where(C.name == PROVIDER).values(rests=0, knocked_until=None))


def _quiet(machine: datetime) -> tuple[ColumnElement[bool], ...]:
    nobody = or_(C.knocked_until.is_(None), C.knocked_until <= machine)
    return C.name == PROVIDER, C.rests > 0, C.until <= machine, nobody
