"""A worker on a machine whose clock is wrong stands still: it drops what it is hinted at, slowly, and touches nothing.

Slowly, so that the others get the hints; what is dropped the clock hints at again.
"""

from typing import Any

from dramatiq import Middleware
from dramatiq.middleware import SkipMessage

from workers.manners import STOPPING

SECONDS = 5.0  # between two hints that one thread drops
MAY = frozenset({"tell"})  # that a clock is wrong has to be told, and neither a lease nor a due date is in it


class Standstill(Middleware):
    """Asks of the clocks before each message."""

    def before_process_message(self, _broker: Any, message: Any) -> None:
        """Go on, or wait for a while for this machine's clock to be right; raises SkipMessage if it is not."""
        from workers.boot import app
        from workers.fuse import is_trusted

        if message.actor_name in MAY or is_trusted(app()):
            return
        STOPPING.wait(SECONDS)
        raise SkipMessage("this machine's clock is wrong, or time jumped")
