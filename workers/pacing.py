"""The pace of mails: what a batch may send is asked for once, before it leaves, and what it did not use is given back.

Counted in real time, because a provider counts so. An installation whose clock is virtual is a time-lapse, in which no
provider counts anything: there is no pace in it.
"""

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from journeys.send_pace import SendPace, kept
from models.allowances import GOOD_FOR, Limit, Limits, Room, allow, give_back, room
from models.database import begin
from workers.agreement import database_time
from workers.boot import App
from workers.clocks import machine_time, steady_time
from workers.editions import Edition
from workers.envelope import Envelope

log = logging.getLogger("tenure.deliver")

BOUNDLESS = Room(2**31, 2**31)


@dataclass(slots=True)
class Batch:
    """Mails that may leave now, what is not commercial first; `held` are those for which there is no room.

    It is over after a few seconds: what is left is planned again, so that whatever matters more comes first. `at`: when
    it was allowed (None: there is no pace); `unused` counts those that did not leave after all.
    """

    waiting: deque[Envelope]
    held: list[Envelope] = field(default_factory=list)
    at: datetime | None = None
    began: float = field(default_factory=steady_time)
    unused: int = 0

    @property
    def is_over(self) -> bool:
        """Whether its time is up."""
        return steady_time() - self.began >= GOOD_FOR.total_seconds()

    @property
    def is_stale(self) -> bool:
        """Whether what was allowed may not be used any more."""
        return self.at is not None and self.is_over

    @property
    def rest(self) -> list[Envelope]:
        """What is still to leave another time."""
        return [*self.waiting, *self.held]


def allowed(app: App, envelopes: Sequence[Envelope]) -> Batch:
    """Answer which of these may leave now, in the order of their turn: the longest due first, commercial ones last."""
    ordered = sorted(envelopes, key=lambda one: (one.desk.row.commercial, one.desk.row.due_at, one.desk.row.id))
    pace = _pace(app, ordered[0].desk.edition) if ordered else None
    if pace is None:
        return Batch(deque(ordered))
    began = steady_time()  # before the database is asked what time it is: what is allowed is not used later than that
    others = [one for one in ordered if not one.desk.row.commercial]
    commercial = ordered[len(others) :]
    with begin(app.engine) as connection:
        at = database_time(connection, machine_time())
        first, second = allow(connection, limits(pace, at), len(others), len(commercial), at)
    held = others[first:] + commercial[second:]
    return Batch(deque(others[:first] + commercial[:second]), held, at, began)


def give_back_unused(app: App, batch: Batch) -> None:
    """Take back what the batch was allowed and did not use: once, since given back twice it would be used twice.

    If the database is away it is lost, as with a process that dies: a few mails leave later than they could.
    """
    unused = batch.unused + len(batch.waiting)
    if batch.at is None or not unused:
        return
    try:
        with begin(app.engine) as connection:
            give_back(connection, batch.at, unused)
    except DBAPIError as error:
        log.warning(
            "%s mails that were allowed to leave and did not are counted as if they had: %s", unused, error.orig
        )


def room_for_mails(app: App, connection: Connection, edition: Edition) -> Room:
    """Answer how many mails may leave now: how many are worth a hint."""
    pace = _pace(app, edition)
    if pace is None:
        return BOUNDLESS
    at = database_time(connection, machine_time())
    return room(connection, limits(pace, at), at)


def allows(app: App, connection: Connection, edition: Edition, mails: int) -> bool:
    """Answer whether so many mails of our own may leave now, all of them; they are counted like any other."""
    pace = _pace(app, edition)
    if pace is None:
        return True
    at = database_time(connection, machine_time())
    found = limits(pace, at)
    return room(connection, found, at).all >= mails and allow(connection, found, mails, 0, at)[0] == mails


def is_paced(app: App, edition: Edition) -> bool:
    """Answer whether mails have to wait for room here."""
    return _pace(app, edition) is not None


def limits(pace: SendPace, at: datetime) -> Limits:
    """Answer what holds at that moment."""
    return Limits(_limit(pace.per_minute), _limit(pace.on(at.date())))


def _limit(mails: int | None) -> Limit | None:
    return None if mails is None else Limit(mails, kept(mails))


def _pace(app: App, edition: Edition) -> SendPace | None:
    pace = edition.book.program.pace
    return pace if pace.is_limited and app.settings.clock is None else None
