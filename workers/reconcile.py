"""Mails that may or may not have left: what the provider told settles them, its silence may prove that they did not.

Otherwise the step says what to do about the doubt. Nothing here sends: what is planned again is decided afresh.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, assert_never

from sqlalchemy import Connection, Row

from journeys.definition import Doubt
from models.doors import PROVIDER, shut_doors
from models.doubts import ASKED, close_questions, doubt_until, doubted_since, due_doubts, end_doubt, plan_afresh
from models.mail_tasks import settle_in_tasks
from models.provider_events import first_proof
from workers.aftermath import tell
from workers.doubt import Conclusion, Silence, Until, conclude
from workers.editions import Edition
from workers.gather import accounts_by_id
from workers.questions import ask
from workers.told import SETTLED, settle_told

AT_ONCE = 200  # mails: one transaction is to be short
ABSENT = "the provider told of mails that it took later and of this one nothing, so it was not accepted; decided afresh"
NO_QUESTION = "it is decided without a human by now"
RESENT = "nobody could say within a day whether it left, and its step says to send it again then; decided afresh"
GIVEN_UP = "nobody can say whether it left, and its step says to leave it at that"


def reconcile(
    connection: Connection, edition: Edition, now: datetime, machine: datetime, patience: timedelta | None
) -> None:
    """Look into the doubts whose time has come. `patience`: how long events may take; None: nobody tells us of any."""
    look_into(connection, edition, due_doubts(connection, machine, AT_ONCE), now, machine, patience)


def look_into(
    connection: Connection,
    edition: Edition,
    rows: Sequence[Row[Any]],
    now: datetime,
    machine: datetime,
    patience: timedelta | None,
) -> None:
    """Settle these mails, wait on, plan them again, ask a human or give them up. Their rows are locked."""
    over = [row for row in rows if row.state != "unknown"]  # who was sending it came late, and was sure
    close_questions(connection, now, machine, over, SETTLED)
    for row in over:
        doubt_until(connection, row, None)
    doubted = [row for row in rows if row.state == "unknown"]
    told = settle_told(connection, edition, [row.id for row in doubted], now, machine)
    silent = [row for row in doubted if row.id not in told]
    since = doubted_since(connection, [row.id for row in silent])
    mute = bool(silent) and PROVIDER in shut_doors(connection, machine)
    for row in silent:
        begun = since.get(row.id, row.doubted_until or machine)
        proof = first_proof(connection, row.id, begun) if patience is not None else None
        found = conclude(Silence(begun, proof, patience, policy_of(edition, row), mute), machine)
        _follow(connection, edition, row, found, now)
        if not isinstance(found, Until) and found != "hold":
            settle_in_tasks(connection, now, [row], ASKED, NO_QUESTION)


def policy_of(edition: Edition, row: Row[Any]) -> Doubt:
    """Answer what the step says about the doubt; of a step that is withdrawn, a human is asked."""
    journey = edition.book.journeys.get(row.journey)
    step = journey.step(row.step) if journey else None
    return step.doubt if step else "hold"


def _follow(connection: Connection, edition: Edition, row: Row[Any], found: Conclusion, now: datetime) -> None:
    match found:
        case Until(moment):
            doubt_until(connection, row, moment)
        case "absent" | "resend":
            because = ABSENT if found == "absent" else RESENT
            plan_afresh(connection, row, because, now)
            tell(connection, row, "resend", because, now)
        case "hold":
            doubt_until(connection, row, None)
            _ask(connection, edition, row, now)
        case "give up":
            end_doubt(connection, row, "given up", GIVEN_UP, now)
            tell(connection, row, "given up", GIVEN_UP, now)
        case never:
            assert_never(never)


def _ask(connection: Connection, edition: Edition, row: Row[Any], now: datetime) -> None:
    account = accounts_by_id(connection, {row.account_id})[0]
    ask(connection, now, row, ASKED, row.because, account, edition.book.program.window)
