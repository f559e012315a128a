"""What becomes of messages inside the product that nobody is shown: they wait on, fit no more, or nobody came by."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection, insert

from journeys.decisions import HandOver, Send
from journeys.look import look_at
from models.database import begin
from models.doors import look_at_doors
from models.prompts import due_prompts, end_prompt, postpone_prompt
from models.tables import DECISION
from workers.aftermath import Desk, hand_over, ledger_line, readdress, tell
from workers.boot import App
from workers.clocks import machine_time
from workers.recheck import Later, Never, Say, Verdict
from workers.reconsider import reconsider

NEVER_CAME = "never came by: they were not in the product as long as this could be shown"
IN_DOUBT = "a browser took it and never said that it was shown, so it may or may not have been seen"


def look_after(app: App, ids: Collection[int]) -> None:
    """Settle those of these messages whose time is over, and note when to look at the others again."""
    now = app.now()
    with begin(app.engine) as connection:
        edition, doors = app.editions.current(connection), look_at_doors(connection, machine_time())
        if edition is None or doors.stopped:
            return
        rows = [row for row in due_prompts(connection, ids, now) if row.journey not in doors.paused]
        for row in rows:
            if row.state == "sending" and end_prompt(connection, row, ["sending"], "unknown", IN_DOUBT, now):
                tell(connection, row, "unknown", IN_DOUBT, now)
        for desk, verdict in reconsider(connection, edition, [row for row in rows if row.state == "pending"], now):
            settle_prompt(connection, desk, _in_time(desk, verdict, now), now)


def settle_prompt(connection: Connection, desk: Desk, verdict: Verdict, now: datetime) -> None:
    """Write what a fresh look says of a message that waits; what is said already is not written again."""
    row = desk.row
    match verdict:
        case Say():
            postpone_prompt(connection, row, row.because, _end(desk))
        case Later(because=because, until=until, kind=kind, reason=reason):
            news = because != row.because
            if postpone_prompt(connection, row, because, min(until, _end(desk))) and news:
                connection.execute(insert(DECISION), ledger_line(row, kind, because, now, until, reason))
        case Never(because=because, instead=instead, reason=reason):
            if not end_prompt(connection, row, ["pending"], "skipped", because, now):
                return
            tell(connection, row, "skip", because, now, reason)
            if isinstance(instead, HandOver):
                hand_over(connection, desk, instead, now)
            elif isinstance(instead, Send):
                readdress(connection, desk, instead, now)
        case never:
            assert_never(never)


def _in_time(desk: Desk, verdict: Verdict, now: datetime) -> Verdict:
    """Answer the verdict, or that nobody came by while there was time."""
    if now < _end(desk):
        return verdict
    if isinstance(verdict, Never):
        return replace(verdict, because=f"{NEVER_CAME}. {verdict.because}", reason="unseen")
    return Never(NEVER_CAME, reason="unseen")


def _end(desk: Desk) -> datetime:
    """Answer until when a message waits: until its step is too late, or for as long as the program says."""
    row, book = desk.row, desk.edition.book
    over: datetime = row.created_at + book.program.in_app.keep
    journey, enrollment = book.journeys.get(row.journey), desk.enrollment
    step = journey.step(row.step) if journey else None
    if journey is None or enrollment is None or step is None:
        return over
    deadline = look_at(row.created_at, journey, step, enrollment.started_at, desk.standing.behavior).deadline
    return min(deadline or over, over)
