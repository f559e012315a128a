"""What a clock watches over with every tick, each of it as seldom as it decides by itself."""

from dataclasses import dataclass, field
from datetime import date, datetime

from workers.actors import compare, hint_alarms, report
from workers.bookkeeper import Bookkeeper
from workers.boot import App
from workers.broker import queued
from workers.feedwatch import Feedwatch
from workers.heartbeat import beat
from workers.peerwatch import Peerwatch
from workers.premiere import Premiere
from workers.reputation import Reputation
from workers.roll_call import RollCall
from workers.tick import tried
from workers.watchdog import Watchdog


@dataclass(slots=True)
class Watches:
    """All of it; what was seen last is remembered."""

    premiere: Premiere = field(default_factory=Premiere)
    watchdog: Watchdog = field(default_factory=Watchdog)
    reputation: Reputation = field(default_factory=Reputation)
    bookkeeper: Bookkeeper = field(default_factory=Bookkeeper)
    feedwatch: Feedwatch = field(default_factory=Feedwatch)
    peerwatch: Peerwatch = field(default_factory=Peerwatch)
    roll_call: RollCall = field(default_factory=RollCall)

    def keep(self, app: App, machine: datetime) -> None:
        """Watch over everything; `machine` is the machine's time, as the tick has judged it."""
        self.premiere.watch(app)
        self.watchdog.watch(app)
        self.reputation.watch(app)
        self.bookkeeper.watch(app)
        _tell(self.feedwatch.watch(app))
        _compare(self.peerwatch.watch(app))
        if self.roll_call.is_due(app, machine):
            tried(_ask_workers, -1)
        beat(app, "clock", machine)

    def only_tell(self, app: App) -> None:
        """Only let somebody hear of alarms, though every machine is wrong."""
        _tell(self.feedwatch.only_tell(app))


def _tell(alarms: list[int]) -> None:
    tried(lambda: hint_alarms(alarms), -1)


def _compare(day: date | None) -> None:
    if day is not None:
        tried(lambda: len([compare.send(day.isoformat())]), -1)


def _ask_workers() -> int:
    """Answer how many messages it took: none where some wait already, whose taking says the same."""
    return 0 if queued(report.queue_name) else len([report.send()])
