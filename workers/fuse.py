"""The fuse: if time itself cannot be trusted, nothing is sent until a human has looked."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select, text

from models.doors import FUSE, shut
from models.tables import HEARTBEAT

TOLERANCE = timedelta(seconds=60)


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


def trouble(connection: Connection, now: datetime, machine: datetime, leap: timedelta) -> str:
    """Answer why time cannot be trusted, or nothing."""
    if abs(leap) > TOLERANCE:
        return f"this machine's clock jumped by {leap.total_seconds():.0f} s"
    skew = machine - database_time(connection, machine)
    if abs(skew) > TOLERANCE:
        return f"this machine's clock and the database's are {abs(skew).total_seconds():.0f} s apart"
    last = connection.execute(select(HEARTBEAT.c.at).where(HEARTBEAT.c.name == "clock")).scalar()
    if last is not None and last - now > TOLERANCE:
        return f"time ran backwards: it was {last:%Y-%m-%d %H:%M} already, now it is {now:%Y-%m-%d %H:%M}"
    return ""


def blow(connection: Connection, because: str, machine: datetime) -> None:
    """Stop everything until `tenure resume`."""
    shut(connection, FUSE, because, machine, None)


def database_time(connection: Connection, machine: datetime) -> datetime:
    """Answer the database's own time; SQLite has none but the machine's."""
    if connection.dialect.name == "sqlite":
        return machine
    moment: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment.astimezone(UTC)
