"""How the pace of mails stands, in a line."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from journeys.send_pace import SendPace
from models.agenda import waiting_mails
from models.allowances import taken_lately, taken_on_day
from workers.agreement import database_time


def pace_line(connection: Connection, pace: SendPace, now: datetime, machine: datetime) -> str:
    """Answer how many mails left today and just now, of how many, and how many wait; nothing where there is no pace."""
    if not pace.is_limited:
        return ""
    return f"pace: {', '.join(_parts(connection, pace, now, database_time(connection, machine)))}"


def _parts(connection: Connection, pace: SendPace, now: datetime, at: datetime) -> Iterator[str]:
    day = pace.on(at.date())
    if day is not None:
        warming = " (warming up)" if day != pace.per_day else ""
        yield f"{taken_on_day(connection, at):,} of {day:,} mails today by UTC{warming}"
    if pace.per_minute is not None:
        yield f"{taken_lately(connection, at):,} of {pace.per_minute:,} this minute"
    yield f"{waiting_mails(connection, now):,} are due and wait"
