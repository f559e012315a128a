"""The watch over the feeds: raises an alarm when one falls silent, and clears it when it is back and has settled."""

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from journeys.silence import Hearing, hearing
from journeys.success import Feed
from models.alarms import clear_alarm, open_alarms, raise_alarm
from models.census import first_published
from models.database import begin, look
from models.doors import FUSE, PROVIDER, shut_doors
from models.hearing import forget_silences
from workers.boot import App
from workers.clocks import machine_time, steady_time
from workers.gather_feeds import feeds_heard, returns_of
from workers.operator_mail import SILENCE
from workers.settlement import PAUSES

log = logging.getLogger("tenure.alarms")

EVERY = timedelta(seconds=5)
FORGETS = timedelta(days=1)


@dataclass(slots=True)
class Feedwatch:
    """Looks every five seconds, and whenever the customers' time was moved by more than that.

    `asked` says by alarm how often its telling was asked for, and when it is next. Once a day it forgets old silences.
    """

    seen: datetime | None = None
    forgot: datetime | None = None
    steady: float = 0.0
    asked: dict[int, tuple[int, datetime]] = field(default_factory=dict)

    def watch(self, app: App) -> list[int]:
        """If it is time, raise and clear alarms; answer the ids of those that the operators are to be told of now."""
        now = app.now()
        if not self._is_time(now):
            return []
        with look(app.engine) as connection:
            doors = shut_doors(connection, machine_time())
            edition = app.editions.current(connection)
            if edition is None:
                return []
            program = edition.book.program
            # Who cannot trust the time cannot say how long a silence lasts; what was raised is told all the same.
            raised, over = ({}, set()) if FUSE in doors else _changes(connection, program.feeds, now)
        forget = self.forgot is None or abs(now - self.forgot) >= FORGETS
        if raised or over or forget:
            with begin(app.engine) as connection:
                _write(connection, now, raised, over)
                if forget:
                    forget_silences(connection, now)
                    self.forgot = now
        return self._to_tell(app, now) if program.operators and PROVIDER not in doors else []

    def only_tell(self, app: App) -> list[int]:
        """If it is time, answer the ids as above, and judge no feed: our own clock is wrong."""
        now = app.now()
        if not self._is_time(now):
            return []
        with look(app.engine) as connection:
            edition = app.editions.current(connection)
        return self._to_tell(app, now) if edition and edition.book.program.operators else []

    def _is_time(self, now: datetime) -> bool:
        """Answer whether it was a while ago; if so, it is now that it was."""
        steady = steady_time()
        if self.seen and abs(now - self.seen) < EVERY and steady - self.steady < EVERY.total_seconds():
            return False
        self.seen, self.steady = now, steady
        return True

    def _to_tell(self, app: App, now: datetime) -> list[int]:
        """Answer the open alarms that nobody was told of: each at once, then with growing patience."""
        with look(app.engine) as connection:
            untold = [alarm.id for alarm in open_alarms(connection) if alarm.told_at is None]
        due = [alarm for alarm in untold if alarm not in self.asked or self.asked[alarm][1] <= now]
        for alarm in due:
            times = self.asked[alarm][0] if alarm in self.asked else 0
            self.asked[alarm] = times + 1, now + timedelta(minutes=PAUSES[min(times, len(PAUSES) - 1)])
        return due


def hearings(connection: Connection, feeds: Collection[Feed], now: datetime) -> dict[str, Hearing]:
    """Answer how each of these feeds stands, by name."""
    told, back = feeds_heard(connection, feeds), returns_of(connection, feeds)
    return {feed.name: hearing(feed, now, told.get(feed.name), back.get(feed.name, ())) for feed in feeds}


def _changes(connection: Connection, feeds: Collection[Feed], now: datetime) -> tuple[Mapping[str, str], set[str]]:
    """Answer the feeds that fell silent, with the reason, and those whose silence is over or nobody's concern."""
    standing = {alarm.subject for alarm in open_alarms(connection) if alarm.kind == SILENCE}
    found = hearings(connection, feeds, now)
    began = first_published(connection) or now
    overdue = {feed.name for feed in feeds if feed.silent_after is not None and now - began > feed.silent_after}
    wrong = {
        name: one.because
        for name, one in found.items()
        if one.state == "silent" or (one.state == "never heard" and name in overdue)
    }
    settling = {name for name, one in found.items() if one.state == "settling"}
    raised = {name: because for name, because in wrong.items() if name not in standing}
    return raised, standing - wrong.keys() - settling


def _write(connection: Connection, now: datetime, raised: Mapping[str, str], over: Iterable[str]) -> None:
    for name, because in raised.items():
        if raise_alarm(connection, now, SILENCE, name, because):
            log.error("%s: what depends on it is unknown, and the steps that ask for it hold", because)
    for name in over:
        if clear_alarm(connection, now, SILENCE, name):
            log.warning("the %s feed is back: the steps that held for it go on", name)
