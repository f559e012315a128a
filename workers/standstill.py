"""A worker on a machine whose clock is wrong stands still: it drops what it is hinted at, slowly, and touches nothing.

Slowly, so that the others get the hints; what is dropped the clock hints at again.
"""

import logging
import threading
from typing import Any

from dramatiq import Middleware, Worker
from dramatiq.middleware import SkipMessage
from sqlalchemy.exc import DBAPIError

from workers.manners import STOPPING
from workers.settings import SettingsError

log = logging.getLogger("tenure.fuse")

SECONDS = 5.0  # between two hints that one thread drops, and between two looks of a worker with nothing to do
MAY = frozenset({"tell"})  # that a clock is wrong has to be told, and neither a lease nor a due date is in it


class Standstill(Middleware):
    """Asks of the clocks before each message, and every few seconds: a wrong machine is named though it is idle."""

    def after_worker_boot(self, _broker: Any, _worker: Worker) -> None:
        """Begin to look at the clocks, for as long as the process lives."""
        threading.Thread(target=watch, daemon=True).start()

    def before_process_message(self, _broker: Any, message: Any) -> None:
        """Go on, or wait for a while for this machine's clock to be right; raises SkipMessage if it is not."""
        if message.actor_name in MAY or may_act():
            return
        STOPPING.wait(SECONDS)
        raise SkipMessage("this machine's clock is wrong, or time jumped")


def watch() -> None:
    """Look at the clocks every few seconds until the process is to stop."""
    while not STOPPING.wait(SECONDS):
        may_act()


def may_act() -> bool:
    """Answer whether this machine's clock is right; if nobody can say, whoever acts finds that out by themselves."""
    from workers.boot import app
    from workers.fuse import is_trusted

    try:
        return is_trusted(app())
    except (DBAPIError, SettingsError) as error:
        log.info("nobody can say whether this machine's clock is right: %s", error)
        return True
