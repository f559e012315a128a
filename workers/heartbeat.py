"""Saying "I am at work", seldom enough to cost nothing."""

import time
from datetime import datetime

from models.database import begin
from models.tables import HEARTBEAT
from models.upsert import insert_or_update
from workers.boot import App
from workers.clocks import machine_time

SECONDS = 5.0

_last: dict[str, float] = {}


def beat(app: App, name: str, machine: datetime | None = None) -> None:
    """Write that a process of this kind is at work, at most every five seconds.

    `machine`: the time that a clock has judged; it says of no other that it was at work then.
    """
    if time.monotonic() - _last.get(name, -SECONDS) < SECONDS:
        return
    _last[name] = time.monotonic()
    row = {"name": name, "at": app.now(), "machine_at": machine or machine_time()}
    with begin(app.engine) as connection:
        insert_or_update(connection, HEARTBEAT, [row], key=("name",))
