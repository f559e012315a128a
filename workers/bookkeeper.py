"""The bookkeeper: writes down each morning what is due, and in the end holds against it what became of it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, select

from models.alarms import clear_alarm, raise_alarm
from models.database import begin, look
from models.doors import FUSE, PROVIDER, shut_doors
from models.operation import INTERRUPTED
from models.reckoning import (
    DAY,
    GRACE,
    Steps,
    begin_day,
    close_day,
    day_of,
    expected,
    open_days,
    outcomes,
    write_outcomes,
)
from models.tables import HEARTBEAT
from workers.boot import App
from workers.clocks import machine_time, steady_time
from workers.editions import Edition

log = logging.getLogger("tenure.daybook")

ALARM = "unaccounted"  # the kind of alarm
EVERY = 600.0  # seconds between two counts


@dataclass(slots=True)
class Bookkeeper:
    """Counts every ten minutes, and when a day has begun."""

    day: date | None = None
    steady: float = 0.0

    def watch(self, app: App) -> None:
        """If it is time, begin the day, count what became of it so far, and reckon up those that are over."""
        now, steady = app.now(), steady_time()
        if app.settings.clock is not None:  # a time-lapse has no evenings
            return
        if self.day == now.date() and steady - self.steady < EVERY:
            return
        with look(app.engine) as connection:
            doors, edition = shut_doors(connection, machine_time()), app.editions.current(connection)
        if edition is None or FUSE in doors:  # who cannot trust the time cannot say what day it is
            return
        self.day, self.steady = now.date(), steady
        with begin(app.engine) as connection:
            keep_book(connection, edition, now, machine_time())


def keep_book(connection: Connection, edition: Edition, now: datetime, machine: datetime) -> None:
    """Begin the day of `now` if nobody has, count it, and reckon up earlier ones. Twice is once."""
    steps = mailing(edition)
    for day in open_days(connection, now.date()):
        if _is_over(connection, day, now, machine):
            _reckon_up(connection, day, steps, now, machine)
    today = [row for row in day_of(connection, now.date()) if row.due is not None]
    if len(today) < len(steps):
        due = expected(connection, datetime.combine(now.date(), datetime.min.time(), UTC) + DAY, steps)
        begin_day(connection, now.date(), {name: due[name] for name in steps})
        today = [row for row in day_of(connection, now.date()) if row.due is not None]
    since = min((row.ledger_from for row in today), default=0)
    write_outcomes(connection, now.date(), outcomes(connection, now.date(), now, machine, since, steps), now)


def mailing(edition: Edition) -> Steps:
    """Answer the steps that mail, of every journey that has any."""
    found: Mapping[str, frozenset[str]] = {
        journey.name: frozenset(step.id for step in journey.steps if step.mails)
        for journey in edition.book.journeys.values()
    }
    return {name: steps for name, steps in found.items() if steps}


def _is_over(connection: Connection, day: date, now: datetime, machine: datetime) -> bool:
    """Answer whether there was time for all of a day: it ended an hour ago, and nothing was in the way since."""
    end = datetime.combine(day, datetime.min.time(), UTC) + DAY
    last = connection.execute(select(HEARTBEAT.c.at).where(HEARTBEAT.c.name == INTERRUPTED)).scalar()
    worked = (last is None or now - last >= GRACE) and PROVIDER not in shut_doors(connection, machine)
    return now >= end + GRACE and (worked or now >= end + DAY + GRACE)


def _reckon_up(connection: Connection, day: date, steps: Steps, now: datetime, machine: datetime) -> None:
    rows = [row for row in day_of(connection, day) if row.due is not None]
    since = min(row.ledger_from for row in rows)
    found = outcomes(connection, day, now, machine, since, steps)
    write_outcomes(connection, day, found, now)
    for row in rows:
        missing = found[row.journey].missing(row.due) if row.journey in steps else 0
        if not close_day(connection, day, row.journey, missing, now):
            continue
        if not missing:
            clear_alarm(connection, now, ALARM, row.journey)
            continue
        mails = f"{missing:,} mails of {row.journey} were" if missing > 1 else f"a mail of {row.journey} was"
        because = f"{mails} due on {day:%-d %B %Y} and nothing happened"
        if raise_alarm(connection, now, ALARM, row.journey, because):
            log.error("%s: neither sent nor skipped nor held", because)
