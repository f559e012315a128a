"""The fuse: if time itself cannot be trusted, nothing is sent until a human has looked."""

import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from models.alarms import raise_alarm
from models.database import begin, look
from models.doors import FUSE, shut
from models.tables import HEARTBEAT
from workers.agreement import TOLERANCE, Clocks, come_back, look_at_clocks, stand_apart
from workers.boot import App
from workers.clocks import machine_time, steady_time

H = HEARTBEAT.c
JUMPED = "time jumped by {:.0f} s, for this machine and the database alike"
FRESH = 1.0  # seconds for which an answer is good, unless this machine's clock is set meanwhile

log = logging.getLogger("tenure.fuse")


@dataclass(slots=True)
class Pace:
    """How this process has seen the database's time pass, beside a steady clock, which cannot be set (seconds).

    `seen` is none until this machine's clock and the database's have agreed, and again once they did not: what a
    machine that was apart takes for a jump is only its return.
    """

    seen: datetime | None = None
    steady: float = 0.0

    def leap(self, time: datetime, steady: float) -> timedelta:
        """Answer by how much time has jumped since it was last trusted (negative: backwards)."""
        if self.seen is None:
            return timedelta()
        return time - self.seen - timedelta(seconds=steady - self.steady)

    def leapt(self, clocks: Clocks) -> timedelta:
        """Answer by how much the database's time has jumped at least, whenever in between it was read."""
        before, after = (self.leap(clocks.database, steady) for steady in clocks.steady)
        return max(after, timedelta()) or min(before, timedelta())

    def trust(self, clocks: Clocks) -> None:
        """Count from here: a jump has been seen to, or there was none."""
        self.seen, self.steady = clocks.database, clocks.steady[1]

    def lose(self) -> None:
        """Trust nothing until the clocks agree."""
        self.seen = None


PACE, ASKING = Pace(), threading.Lock()  # of this process, whichever thread asks


def agree(app: App, pace: Pace, clocks: Clocks) -> bool:
    """Answer whether this machine may act at all; if not, an alarm names it, and once it may, that is cleared."""
    if not clocks.agree:
        pace.lose()
        stand_apart(app, clocks)
    elif pace.seen is None:
        come_back(app, clocks)
    return clocks.agree


def trouble(connection: Connection, now: datetime, clocks: Clocks, leap: timedelta) -> str:
    """Answer why time cannot be trusted, on a machine that agrees with the database; nothing: it can."""
    if jumped := jump(connection, clocks, leap):
        return jumped
    last = connection.execute(select(H.at).where(H.name == "clock")).scalar()
    if last is not None and last - now > TOLERANCE:
        return f"time ran backwards: it was {last:%Y-%m-%d %H:%M} already, now it is {now:%Y-%m-%d %H:%M}"
    return ""


def jump(connection: Connection, clocks: Clocks, leap: timedelta) -> str:
    """Answer in words that time jumped, unless it did not, or a clock has judged it already and is at work since.

    Whoever had nothing to do for long learns of a jump last: perhaps a person has seen to it and resumed.
    """
    if abs(leap) <= TOLERANCE:
        return ""
    judged = connection.execute(select(H.machine_at).where(H.name == "clock")).scalar()
    if judged is not None and abs(clocks.database - judged) <= TOLERANCE:
        return ""
    return JUMPED.format(leap.total_seconds())


def blow(connection: Connection, because: str, now: datetime, machine: datetime) -> None:
    """Stop everything until `tenure resume`, and raise an alarm."""
    log.error("stopped: %s. When the clocks are right again, run `tenure resume`", because)
    shut(connection, FUSE, because, machine, None)
    raise_alarm(connection, now, FUSE, FUSE, f"everything is stopped: {because}")


def is_steady() -> bool:
    """Answer whether this machine's clock still goes as it did when it was trusted; costs nothing."""
    return PACE.seen is not None and abs(PACE.leap(machine_time(), steady_time())) <= TOLERANCE


def is_trusted(app: App) -> bool:
    """Answer whether this process may act on a hint: its machine agrees with the database, and time did not jump.

    One may have been given just before the jump, and the clock has not ticked since: then the fuse is blown here.
    """
    with ASKING:
        if steady_time() - PACE.steady < FRESH and is_steady():
            return True
        with look(app.engine) as connection:
            clocks = look_at_clocks(connection)
            because = jump(connection, clocks, PACE.leapt(clocks))
        if not agree(app, PACE, clocks):
            return False
        if because:
            with begin(app.engine) as connection:
                blow(connection, because, app.now(), clocks.database)
        PACE.trust(clocks)
    return not because
