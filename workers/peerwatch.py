"""The watch over the peers: sees to it that they are compared once on every day of UTC."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from models.database import look
from models.peers import are_assessed, are_compared
from workers.boot import App
from workers.clocks import steady_time

READY = time(15, 30)  # UTC: by now it has been night, and accounts were assessed, in every zone on earth
LATE = timedelta(hours=1)  # who waits for longer shows that the nights are behind: those few would not be a fair sample


@dataclass(slots=True)
class Peerwatch:
    """Remembers for which day the peers were compared already, and for which it was asked last, and when."""

    done: date | None = None
    asked: date | None = None
    steady: float = 0.0

    def watch(self, app: App) -> date | None:
        """Answer the day whose peers are now to be compared; nothing if it is too early, done or just asked for."""
        now, steady = app.now(), steady_time()
        today = now.date()
        if now.time() < READY or self.done == today:
            return None
        if self.asked == today and steady - self.steady < app.settings.patience_seconds:
            return None
        with look(app.engine) as connection:
            if are_compared(connection, today):
                self.done = today
                return None
            if not are_assessed(connection, now - LATE):
                return None
        self.asked, self.steady = today, steady
        return today
