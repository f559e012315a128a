"""Saying "I am at work", seldom enough to cost nothing."""

import time

from models.database import begin
from models.tables import HEARTBEAT
from models.upsert import insert_or_update
from workers.boot import App
from workers.clocks import machine_time

SECONDS = 5.0

_last: dict[str, float] = {}


def beat(app: App, name: str) -> None:
    """Write that a process of this kind is at work, at most every five seconds."""
    if time.monotonic() - _last.get(name, -SECONDS) < SECONDS:
        return
    _last[name] = time.monotonic()
    row = {"name": name, "at": app.now(), "machine_at": machine_time()}
    with begin(app.engine) as connection:
        insert_or_update(connection, HEARTBEAT, [row], key=("name",))
