"""The roll call: who was not heard for a while is asked whether they are there, so that no quiet night is an outage."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from models.database import look
from models.tables import HEARTBEAT
from workers.boot import App
from workers.clocks import steady_time

QUIET = timedelta(minutes=3)  # well below the break after which the work counts as interrupted
SELDOM = 60.0  # seconds between two looks


@dataclass(slots=True)
class RollCall:
    """Knows when it looked last."""

    looked: float | None = None

    def is_due(self, app: App, machine: datetime) -> bool:
        """Answer whether workers are to be asked now; `machine` is the machine's time, as it was judged."""
        if self.looked is not None and steady_time() - self.looked < SELDOM:
            return False
        self.looked = steady_time()
        with look(app.engine) as connection:
            heard = connection.execute(select(HEARTBEAT.c.machine_at).where(HEARTBEAT.c.name == "worker")).scalar()
        return heard is None or machine - heard >= QUIET
