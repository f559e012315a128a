"""How often one person's pages may ask: a page that asks in a circle must not keep everybody else waiting."""

import threading
from collections.abc import Hashable
from datetime import datetime, timedelta

from console.ingest.problem import Problem

MINUTE = timedelta(minutes=1)


class Turnstile:
    """Lets everybody through so many times a minute; each process counts for itself. Safe to share by threads."""

    def __init__(self, most: int) -> None:
        """Let everybody through `most` times a minute."""
        self._most = most
        self._lock = threading.Lock()
        self._passed: dict[Hashable, int] = {}
        self._until: datetime | None = None

    def enter(self, who: Hashable, now: datetime) -> None:
        """Return if they may pass; raise a Problem (429) if they came too often."""
        with self._lock:
            if self._until is None or not now < self._until <= now + MINUTE:
                self._passed, self._until = {}, now + MINUTE
            passed = self._passed[who] = self._passed.get(who, 0) + 1
            wait = max(1, round((self._until - now).total_seconds()))
        if passed > self._most:
            said = f"this person asked more than {self._most} times within a minute"
            raise Problem(429, "too_often", said, {"Retry-After": str(wait)})
