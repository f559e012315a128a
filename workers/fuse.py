"""The fuse: if time itself cannot be trusted, nothing is sent until a human has looked."""

import logging
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select, text

from models.alarms import raise_alarm
from models.database import begin
from models.doors import FUSE, shut
from models.tables import HEARTBEAT
from workers.boot import App
from workers.clocks import machine_time, steady_time

TOLERANCE = timedelta(seconds=60)
JUMPED = "this machine's clock jumped by {:.0f} s"

log = logging.getLogger("tenure.fuse")


@dataclass(slots=True)
class Pace:
    """How this process has seen time pass: its machine's clock beside a steady one, which cannot be set (seconds)."""

    machine: datetime
    steady: float

    def leap(self, machine: datetime, steady: float) -> timedelta:
        """Answer by how much the machine's clock has jumped since it was last trusted (negative: backwards)."""
        return machine - self.machine - timedelta(seconds=steady - self.steady)

    def trust(self, machine: datetime, steady: float) -> None:
        """Count from here: a jump has been seen to, or there was none."""
        self.machine, self.steady = machine, steady


PACE, ASKING = Pace(machine_time(), steady_time()), threading.Lock()  # of this process, whichever thread asks


def trouble(connection: Connection, now: datetime, machine: datetime, leap: timedelta) -> str:
    """Answer why time cannot be trusted, or nothing."""
    if abs(leap) > TOLERANCE:
        return JUMPED.format(leap.total_seconds())
    skew = machine - database_time(connection, machine)
    if abs(skew) > TOLERANCE:
        return f"this machine's clock and the database's are {abs(skew).total_seconds():.0f} s apart"
    last = connection.execute(select(HEARTBEAT.c.at).where(HEARTBEAT.c.name == "clock")).scalar()
    if last is not None and last - now > TOLERANCE:
        return f"time ran backwards: it was {last:%Y-%m-%d %H:%M} already, now it is {now:%Y-%m-%d %H:%M}"
    return ""


def blow(connection: Connection, because: str, now: datetime, machine: datetime) -> None:
    """Stop everything until `tenure resume`, and raise an alarm."""
    log.error("stopped: %s. When the clocks are right again, run `tenure resume`", because)
    shut(connection, FUSE, because, machine, None)
    raise_alarm(connection, now, FUSE, FUSE, f"everything is stopped: {because}")


def is_trusted(app: App) -> bool:
    """Answer whether this process's clock has not jumped since somebody asked last; if it has, the fuse is blown.

    For those who act on hints: one may have been given just before the jump, and the clock has not ticked since.
    """
    machine, steady = machine_time(), steady_time()
    with ASKING:
        leap = PACE.leap(machine, steady)
        if abs(leap) > TOLERANCE:
            with begin(app.engine) as connection:
                blow(connection, JUMPED.format(leap.total_seconds()), app.now(), machine)
        PACE.trust(machine, steady)
    return abs(leap) <= TOLERANCE


def database_time(connection: Connection, machine: datetime) -> datetime:
    """Answer the database's own time; SQLite has none but the machine's."""
    if connection.dialect.name == "sqlite":
        return machine
    moment: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment.astimezone(UTC)
