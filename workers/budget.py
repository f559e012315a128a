"""Budgets: a journey that wants to send far more than it ever did is held, and a person is asked."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from models.alarms import raise_alarm
from models.budgets import note_ceiling, wanted
from models.doors import BUDGET, shut
from models.holding import tell_held
from models.sending import settle
from workers.boot import App
from workers.editions import Edition

log = logging.getLogger("tenure.budget")

ALARM = "budget"  # the kind of alarm
WAY_OUT = "look whom it would mail (`tenure status`); `tenure resume {}` lets exactly those mails through"


def within_budget(
    app: App, connection: Connection, edition: Edition, rows: Sequence[Row[Any]], now: datetime, machine: datetime
) -> list[Row[Any]]:
    """Answer those of these claimed mails that may leave as far as budgets go; the others are given back and held.

    What a journey *wants* to send counts, sent or not: whoever asks last sees everything that others were told they
    may send. So no more leaves than the ceiling, however many ask at once; at midnight, what is in hand besides.
    """
    counted = [row for row in rows if row.commercial and not row.allowed]
    names = sorted({row.journey for row in counted})
    over = {name for name in names if _is_over(app, connection, edition, name, now, machine)}
    held = [row for row in counted if row.journey in over]
    for row in held:
        settle(connection, row, {"state": "planned", "because": row.because})
    return [row for row in rows if row not in held]


def _is_over(app: App, connection: Connection, edition: Edition, name: str, now: datetime, machine: datetime) -> bool:
    journey = edition.book.journeys.get(name)
    if journey is None:  # withdrawn: its mails wait anyhow
        return False
    ceiling = app.ceilings.of(connection, journey, edition.book.program, edition.latest, now)
    number = wanted(connection, name, now)
    if number <= ceiling.mails:
        return False
    because = f"{name} wants to send {number:,} mails today, and {ceiling.because}"
    log.error("%s: it is held. %s", because, WAY_OUT.format(name))
    shut(connection, f"{BUDGET} {name}", because, machine, None)
    raise_alarm(connection, now, ALARM, name, because)
    note_ceiling(connection, now.date(), name, ceiling.mails)
    tell_held(connection, now, f"held, and a person is asked: {because}", "budget", journey=name, mails_only=True)
    return True
