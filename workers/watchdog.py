"""The watchdog: proves every few minutes that every open enrollment wakes, and wakes what would not."""

import logging

from models.agenda import find_sleepers, wake_sleepers
from models.database import begin, look
from workers.boot import App
from workers.clocks import steady_time

log = logging.getLogger("tenure.clock")

SECONDS = 600.0


class Watchdog:
    """Looks when first asked, and then every ten minutes: a look goes through every open enrollment."""

    def __init__(self) -> None:
        """Look at the first occasion."""
        self.next = 0.0

    def watch(self, app: App) -> int:
        """If it is time, wake the accounts that would sleep through a step; answer how many there were."""
        if steady_time() < self.next:
            return 0
        self.next = steady_time() + SECONDS
        with look(app.engine) as connection:
            sleepers = find_sleepers(connection)
        if not sleepers:
            return 0
        with begin(app.engine) as connection:
            woken = wake_sleepers(connection, app.now())
        log.error("%s accounts would have slept through a step, which is a fault of ours: they are woken", woken)
        return woken
