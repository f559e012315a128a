"""Stopping by hand, and going on: everything, one journey, or commercial mail; each in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from models.agenda import stir_everybody, wake_sleepers
from models.alarms import clear_alarm, clear_alarms
from models.budgets import allow_waiting
from models.doors import (
    BUDGET,
    COMMERCIAL,
    FUSE,
    PAUSED,
    PROVIDER,
    open_door,
    open_named,
    open_whole_doors,
    pause_door,
)
from models.holding import tell_held
from models.tables import CLOSURE, ENROLLMENT
from workers.agreement import HOST
from workers.breaker import ALARM as TROUBLE
from workers.breaker import SUBJECT
from workers.budget import ALARM
from workers.editions import Edition
from workers.reputation import ALARM as REPUTATION

C, E = CLOSURE.c, ENROLLMENT.c


@dataclass(frozen=True, slots=True)
class Resumed:
    """What going on came to: the doors that were opened, the mails that were let through, who was woken."""

    opened: Sequence[str]
    allowed: int = 0
    woken: int = 0


def known_journeys(connection: Connection, edition: Edition | None) -> set[str]:
    """Answer the journeys that can be stopped: those in force, withdrawn ones with runs, and those that are."""
    names = set(connection.execute(select(E.journey).where(E.state == "open").distinct()).scalars())
    doors = connection.execute(select(C.name)).scalars()
    stopped = {subject for kind, _, subject in (name.partition(" ") for name in doors) if kind in {PAUSED, BUDGET}}
    return names | (stopped - {""}) | set(edition.book.journeys if edition else ())


def pause_everything(connection: Connection, machine: datetime, because: str) -> bool:
    """Stop looking, deciding and sending; answer whether it was not paused before."""
    return pause_door(connection, PAUSED, because, machine)


def pause_journey(connection: Connection, now: datetime, machine: datetime, journey: str, because: str) -> bool:
    """Stop one journey: nothing of it leaves, and its runs hold where they stand; answer as above."""
    begun = pause_door(connection, f"{PAUSED} {journey}", because, machine)
    if begun:
        tell_held(connection, now, because, "paused", journey)
    return begun


def resume_everything(connection: Connection, now: datetime) -> Resumed:
    """Open what is shut for everything; what one journey was stopped for stays."""
    opened = open_whole_doors(connection)
    clear_alarm(connection, now, FUSE, FUSE)
    clear_alarms(connection, now, HOST)  # of a machine that is gone; one that is still wrong raises it again
    if PROVIDER in opened:
        clear_alarm(connection, now, TROUBLE, SUBJECT)  # if it is still in trouble, that is news
    return Resumed(opened, woken=wake_sleepers(connection, now))


def resume_journey(connection: Connection, now: datetime, journey: str, door: str = "") -> Resumed:
    """Let a journey go on: open a person's pause, or if there is none what its budget shut; or that `door` of both.

    Never both at once: who takes back a pause has not looked at those mails that the budget held meanwhile. Of a
    budget, exactly those mails are let through that wait now, and no others.
    """
    pause, budget = f"{PAUSED} {journey}", f"{BUDGET} {journey}"
    if door in {"", pause} and open_named(connection, pause):
        stir_everybody(connection, now)
        return Resumed([pause])
    if door in {"", budget} and open_named(connection, budget):
        clear_alarm(connection, now, ALARM, journey)
        return Resumed([budget], allow_waiting(connection, journey, now))
    return Resumed([])


def resume_commercial(connection: Connection, now: datetime, machine: datetime) -> Resumed:
    """Let commercial mail leave again; what bounced and complained until now is not counted any more."""
    opened = connection.execute(select(C.name).where(C.name == COMMERCIAL)).scalars().all()
    open_door(connection, COMMERCIAL, machine)
    clear_alarm(connection, now, REPUTATION, COMMERCIAL)
    return Resumed(opened)
