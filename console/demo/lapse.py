"""The time-lapse: moves the virtual clock from one moment with something to do to the next, and waits for quiet."""

import time
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from pathlib import Path

from sqlalchemy import Connection, Engine, bindparam, exists, func, or_, select

from console.demo.book import GRID
from console.demo.colleagues import do_tasks
from console.demo.script import Deed, tell
from console.failures import CommandError
from models.database import begin, look
from models.peers import are_compared
from models.tables import ACCOUNT, TOUCHPOINT
from models.touchpoint import ABROAD, DUE
from workers.clocks import write_instant
from workers.peerwatch import READY

A, T = ACCOUNT.c, TOUCHPOINT.c

DAY = timedelta(days=1)
POLL_SECONDS = 0.015
COMPARED_ON = 0  # Monday: benchmarks keep for a week
CHECK_EVERY = 20  # polls between two looks at whether every process lives
PATIENCE_SECONDS = 60.0


class StuckError(CommandError):
    """Something that is due is not done; the message says what."""


@dataclass(slots=True)
class Lapse:
    """The course of one run. `check` raises when a process has died; `tick` is told the time after every hop.

    Looks happen on the `grid` alone: when they happen is then a matter of the book, never of how fast processes are.
    `visit` lets people come by in the product at a moment.
    """

    engine: Engine
    clock: Path
    deeds: Sequence[Deed]
    feeds: Sequence[str]
    starts: datetime
    ends: datetime
    check: Callable[[], None]
    tick: Callable[[datetime], None]
    grid: timedelta = GRID
    visit: Callable[[datetime, Collection[str]], None] = lambda _now, _people: None
    patience: float = PATIENCE_SECONDS
    told: int = 0

    def play(self) -> None:
        """Run from start to end."""
        now: datetime | None = self.starts
        while now is not None:
            self._hop(now)
            now = self._next(now)

    def _hop(self, now: datetime) -> None:
        # Told before the clock moves: nobody looks at these accounts yet, so all is decided on all that is known.
        self.visit(now, self._tell_until(now))
        write_instant(self.clock, now)
        self._wait_for_quiet(now)
        if self.grid >= DAY and now.weekday() == COMPARED_ON:
            self._compare_peers(now.replace(hour=READY.hour, minute=READY.minute))
        self.check()
        self.tick(now)

    def _compare_peers(self, now: datetime) -> None:
        """Let the clock have the peers compared, as it does every afternoon, where no look falls into one."""
        write_instant(self.clock, now)
        self._wait_for_quiet(now)
        end = time.monotonic() + self.patience
        with look(self.engine) as connection:
            compared = are_compared(connection, now.date())
        while not compared and time.monotonic() < end:
            time.sleep(POLL_SECONDS)
            with look(self.engine) as connection:
                compared = are_compared(connection, now.date())

    def _tell_until(self, now: datetime) -> set[str]:
        """Tell what happened until now, and let colleagues do their tasks; answer who was in the product."""
        end = bisect_right(self.deeds, now, lo=self.told, key=attrgetter("at"))
        deeds, self.told = self.deeds[self.told : end], end
        with begin(self.engine) as connection:
            tell(connection, now, deeds, self.feeds)
            do_tasks(connection, now)
        return {event.contact for deed in deeds for event in deed.events if event.contact and not event.reserved}

    def _wait_for_quiet(self, now: datetime) -> None:
        end, polls = time.monotonic() + self.patience, 0
        while self._is_busy(now):
            polls += 1
            if polls % CHECK_EVERY == 0:
                self.check()
            if time.monotonic() > end:
                raise StuckError(
                    f"at {now:%d %b %H:%M}, after {self.patience:.0f} s, there are still {self._left(now)}"
                )
            time.sleep(POLL_SECONDS)

    def _is_busy(self, now: datetime) -> bool:
        with look(self.engine) as connection:
            return bool(connection.execute(BUSY, {"now": now}).scalar())

    def _left(self, now: datetime) -> str:
        with look(self.engine) as connection:
            accounts, patients, mails, abroad = connection.execute(LEFT, {"now": now}).one()
        return f"{accounts} accounts to look at, {patients} to assess, {mails} mails to send, {abroad} being sent"

    def _next(self, now: datetime) -> datetime | None:
        """The first moment of the grid at which something happens or is due; none: the end has been played."""
        with look(self.engine) as connection:
            due = _first_due(connection)
        told = self.deeds[self.told].at if self.told < len(self.deeds) else None
        moment = min((at for at in (due, told) if at is not None), default=self.ends)
        hop = on_grid(self.starts, max(moment, now + timedelta(seconds=1)), self.grid)
        return None if now >= self.ends else min(hop, self.ends)


def on_grid(starts: datetime, moment: datetime, grid: timedelta) -> datetime:
    """Answer the first moment of the grid that is not before `moment`."""
    return starts - (starts - moment) // grid * grid


def _first_due(connection: Connection) -> datetime | None:
    account = connection.execute(select(func.min(A.wake_at))).scalar()
    night = connection.execute(select(func.min(A.assess_at)).where(A.churned_at.is_(None))).scalar()
    mail = connection.execute(select(func.min(T.due_at)).where(T.state == "planned")).scalar()
    return min((at for at in (account, night, mail) if at is not None), default=None)


NOW = bindparam("now", type_=A.wake_at.type)
OPEN = (  # a table, and what there is still to do in it: literal, where an index knows the very words
    (ACCOUNT, A.wake_at <= NOW),
    (ACCOUNT, A.churned_at.is_(None), A.assess_at.is_(None) | (A.assess_at <= NOW)),
    (TOUCHPOINT, DUE, T.due_at <= NOW),
    (TOUCHPOINT, ABROAD),
)
BUSY = select(or_(*(exists().select_from(table).where(*what) for table, *what in OPEN)))
LEFT = select(*(select(func.count()).select_from(table).where(*what).scalar_subquery() for table, *what in OPEN))
