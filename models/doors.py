"""The doors: what is shut, for a while or until a human opens it.

Most are shut for everything. Some have a second word, and stand before one journey alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, exists, func, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.instant import Instant
from models.tables import CLOSURE, TOUCHPOINT

FUSE = "fuse"  # time cannot be trusted
PAUSED = "paused"  # a person said so; `paused onboarding`: of one journey
IMPORTING = "importing"  # only a part of what is told is in: `importing NUMBER`, so that each import has its own
PROVIDER = "provider"  # it wants rest, or refuses our key
COMMERCIAL = "commercial"  # too many addresses bounce or complain: no mail leaves but what is expected
BUDGET = "journey"  # `journey onboarding`: it wants to send far more mails than it ever did

STOPS = frozenset({FUSE, PAUSED, IMPORTING})  # while one of these is shut, nobody looks at accounts or mails

C = CLOSURE.c
T = TOUCHPOINT.c

# `machine` is bound by whoever asks.
OPEN = or_(C.until.is_(None), C.until > bindparam("machine", type_=Instant))
PARTIAL = or_(C.name.startswith(f"{PAUSED} "), C.name.startswith(f"{BUDGET} "), C.name == COMMERCIAL)


def stands_before(touchpoint: Any) -> ColumnElement[bool]:
    """Answer whether a door stands before the touchpoint of these columns, and not before all."""
    return or_(
        C.name == literal(f"{PAUSED} ") + touchpoint.journey,
        and_(touchpoint.commercial, C.name == COMMERCIAL),
        and_(touchpoint.commercial, ~touchpoint.allowed, C.name == literal(f"{BUDGET} ") + touchpoint.journey),
    )


def held(touchpoint: Any) -> ColumnElement[bool]:
    """Answer whether a person paused its journey, the budget of that is spent, or no commercial mail may leave."""
    return exists().where(OPEN, stands_before(touchpoint))


HELD = held(T)
# Nobody may look at anything.
STOPPED = exists().where(OPEN, or_(C.name.in_([FUSE, PAUSED]), C.name.startswith(IMPORTING)))
# Some door stands before this touchpoint.
SHUT = exists().where(OPEN, or_(~PARTIAL, stands_before(T)))


@dataclass(frozen=True, slots=True)
class Doors:
    """What is shut at one moment: the names of what is shut for everything, and why each paused journey is."""

    names: frozenset[str] = frozenset()
    paused: Mapping[str, str] = field(default_factory=dict)

    @property
    def stopped(self) -> bool:
        """Whether nobody may look at accounts or mails: a blown fuse, a person, or an import is in the way."""
        return bool(self.names & STOPS)


def look_at_doors(connection: Connection, machine: datetime) -> Doors:
    """Answer what is shut now."""
    names, paused = set(), {}
    standing = select(C.name, C.because).where(or_(OPEN, C.rests > 0))
    for name, because in connection.execute(standing, {"machine": machine}):
        kind, _, subject = name.partition(" ")
        if kind == PAUSED and subject:
            paused[subject] = because
        elif kind != BUDGET:
            names.add(kind)
    return Doors(frozenset(names), paused)


def shut_doors(connection: Connection, machine: datetime) -> set[str]:
    """Answer the names of the doors that are shut now for more than one journey, to all but whoever knocks."""
    return {*look_at_doors(connection, machine).names}


def is_stopped(connection: Connection, machine: datetime) -> bool:
    """Answer whether nobody may look at accounts or mails now: a blown fuse, a person, or an import is in the way."""
    return look_at_doors(connection, machine).stopped


def shut(connection: Connection, name: str, because: str, since: datetime, until: datetime | None) -> None:
    """Shut a door; of two who do so at once, the later `until` holds, and one that waits for a human outlasts all."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(CLOSURE)
    new = statement.excluded
    longer = C.until.is_not(None) & or_(new.until.is_(None), new.until > C.until)
    change = {"because": new.because, "since": new.since, "until": new.until}
    row = {"name": name, "because": because, "since": since, "until": until}
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=change, where=longer), row)


def pause_door(connection: Connection, name: str, because: str, since: datetime) -> bool:
    """Shut a door for a person; if one had, it stays theirs, and what this one says is added. Answer if it was open."""
    was_open = connection.execute(select(C.name).where(C.name == name)).first() is None
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(CLOSURE)
    unsaid = func.replace(C.because, statement.excluded.because, "") == C.because
    both = {"because": C.because + "; " + statement.excluded.because}
    row = {"name": name, "because": because, "since": since, "until": None}
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=both, where=unsaid), row)
    return was_open


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


def open_whole_doors(connection: Connection) -> list[str]:
    """Open every door that is shut for everything; answer their names. What guards one thing stays shut."""
    opened = connection.execute(delete(CLOSURE).where(~PARTIAL).returning(C.name)).scalars()
    return sorted({name.partition(" ")[0] for name in opened})


def open_named(connection: Connection, name: str) -> bool:
    """Open one door; answer whether it was shut."""
    return connection.execute(delete(CLOSURE).where(C.name == name)).rowcount == 1
