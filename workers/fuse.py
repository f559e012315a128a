"""The fuse: if time itself cannot be trusted, nothing is sent until a human has looked."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select, text

from models.tables import CLOSURE, HEARTBEAT
from models.upsert import insert_new

FUSE = "fuse"
TOLERANCE = timedelta(seconds=60)


@dataclass(slots=True)
class Pace:
    """How this process has seen time pass: its machine's clock beside a clock that cannot be set."""

    machine: datetime
    monotonic: float

    def leap(self, machine: datetime, monotonic: float) -> timedelta:
        """Answer by how much the machine's clock has jumped since the last look (negative: backwards)."""
        passed = timedelta(seconds=monotonic - self.monotonic)
        jump = machine - self.machine - passed
        self.machine, self.monotonic = machine, monotonic
        return jump


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
    row = {"name": FUSE, "because": because, "since": machine, "until": None}
    insert_new(connection, CLOSURE, [row])


def database_time(connection: Connection, machine: datetime) -> datetime:
    """Answer the database's own time; SQLite has none but the machine's."""
    if connection.dialect.name == "sqlite":
        return machine
    moment: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment.astimezone(UTC)
