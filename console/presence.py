"""Who ought to be at work and is not: a clock always, a worker as long as something is due."""

from datetime import datetime, timedelta

from console.doors import stopped_by
from models.census import Census
from models.doors import STOPS

QUIET = timedelta(seconds=60)  # a clock that was not heard for so long is not at work
BUSY = timedelta(seconds=120)  # a worker is heard when it takes something up, and one batch may take as long


def missing(census: Census, now: datetime, machine: datetime) -> str:
    """Answer what kind of process nobody hears of though it is needed: clock, worker, or none."""
    silent = {beat.name: machine - beat.machine_at for beat in census.heartbeats}
    if silent.get("clock", QUIET) >= QUIET:
        return "clock"
    waits = census.oldest_due is not None and now - census.oldest_due >= BUSY
    stopped = any(door.name.partition(" ")[0] in STOPS and not stopped_by(door) for door in census.closures)
    return "worker" if waits and not stopped and silent.get("worker", BUSY) >= BUSY else ""
