"""Whether this machine's clock and the database's agree. A machine that does not stands still, and it is told which."""

import logging
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, text

from models.alarms import clear_alarm, is_raised, raise_alarm
from models.database import begin, look
from workers.boot import App
from workers.clocks import machine_time, steady_time

TOLERANCE = timedelta(seconds=60)
HOST = "host"  # the kind of alarm that is about one machine
APART = "the clock of the machine {} is {:.0f} s {} the database's: it does nothing until that is mended"

log = logging.getLogger("tenure.fuse")


@dataclass(frozen=True, slots=True)
class Clocks:
    """What the database's clock said, and what this machine's and the steady one said before and after it."""

    database: datetime
    machine: tuple[datetime, datetime]
    steady: tuple[float, float]

    @property
    def skew(self) -> timedelta:
        """Answer by how much this machine is at least ahead of the database (negative: behind), however slow that is.

        Nothing where the database was asked in between: an answer that takes long is no clock that is wrong.
        """
        before, after = self.machine
        return max(before - self.database, timedelta()) or min(after - self.database, timedelta())

    @property
    def agree(self) -> bool:
        """Whether this machine may act: what it reads from its clock is about what others read from theirs."""
        return abs(self.skew) <= TOLERANCE


def look_at_clocks(connection: Connection) -> Clocks:
    """Answer what time it is, by the database and by ourselves."""
    before = machine_time(), steady_time()
    database = database_time(connection, before[0])
    return Clocks(database, (before[0], machine_time()), (before[1], steady_time()))


def database_time(connection: Connection, machine: datetime) -> datetime:
    """Answer the database's own time; SQLite has none but the machine's."""
    if connection.dialect.name == "sqlite":
        return machine
    moment: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment.astimezone(UTC)


def host() -> str:
    """Answer what this machine is called."""
    return socket.gethostname()


def stand_apart(app: App, clocks: Clocks) -> None:
    """Raise the alarm about this machine, unless it is raised; nothing else is touched."""
    side = "ahead of" if clocks.skew > timedelta() else "behind"
    because = APART.format(host(), abs(clocks.skew).total_seconds(), side)
    with look(app.engine) as connection:
        raised = is_raised(connection, HOST, host())
    if not raised:
        log.error(because)
        with begin(app.engine) as connection:
            raise_alarm(connection, _when(app, clocks), HOST, host(), because)


def come_back(app: App, clocks: Clocks) -> None:
    """Clear the alarm about this machine, if there is one: its clock is right."""
    with look(app.engine) as connection:
        raised = is_raised(connection, HOST, host())
    if raised:
        log.warning("the clock of the machine %s is right again", host())
        with begin(app.engine) as connection:
            clear_alarm(connection, _when(app, clocks), HOST, host())


def _when(app: App, clocks: Clocks) -> datetime:
    """Answer the customers' time; our own is not to be believed."""
    return clocks.database if app.settings.clock is None else app.now()
