"""Writing what became of a mail: its row, its attempt, the ledger, a question to a human, a shut door."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert

from journeys.decisions import HandOver, Reason, Send
from models.doors import PROVIDER, shut
from models.replanning import plan_again
from models.sending import Answer, answer_attempt, settle, settle_and_tell
from models.tables import DECISION, TOUCHPOINT
from models.upsert import insert_new
from workers.editions import Edition
from workers.gather import Standing
from workers.handover import Opening, open_handed, task_row
from workers.prepared import prepare
from workers.questions import ask
from workers.send_key import send_key
from workers.settlement import Settlement


@dataclass(frozen=True, slots=True)
class Desk:
    """What is needed to write about one mail: its row, its account's standing and the edition in force."""

    row: Row[Any]
    standing: Standing
    edition: Edition

    @property
    def enrollment(self) -> Row[Any] | None:
        """Answer the run of the journey that says it."""
        return self.standing.enrollments.get((self.row.journey, self.row.occurrence))


def write(connection: Connection, desk: Desk, found: Settlement, now: datetime, machine: datetime, number: int) -> None:
    """Write the result of try `number` (0: it came to none). Writing the same result again changes nothing."""
    because = plain(found.because)
    values: dict[str, Any] = {"state": found.state, "because": because, "provider_id": found.provider_id}
    if found.due_at is not None:
        values["due_at"] = found.due_at
    if found.state == "unknown" and not found.task:
        values["doubted_until"] = machine  # nobody is asked yet: the clock looks into it
    over = found.state != "planned"
    answer = Answer(number, found.outcome, because, machine)
    line = ledger_line(desk.row, found.kind, because, now, found.due_at, found.reason)
    if not _settled(connection, desk.row, values, now if over else None, answer, line):
        if found.state == "accepted" and number:  # others are at it by now, and are to know it as soon as they can
            answer_attempt(connection, desk.row, answer)
        return
    if found.task:
        _ask(connection, desk, found.task, because, now)
    if found.shut:
        shut(connection, PROVIDER, plain(found.shut.because), machine, found.shut.until)


def _settled(
    connection: Connection,
    row: Row[Any],
    values: dict[str, Any],
    at: datetime | None,
    answer: Answer,
    line: dict[str, Any],
) -> bool:
    if answer.number and line["kind"]:
        return settle_and_tell(connection, row, values, at, answer, line)
    if not settle(connection, row, values, at):
        return False
    if answer.number:
        answer_attempt(connection, row, answer)
    if line["kind"]:
        connection.execute(insert(DECISION), line)
    return True


def tell(connection: Connection, row: Row[Any], kind: str, because: str, now: datetime, reason: Reason = "") -> None:
    """Add a line about this mail to the ledger."""
    connection.execute(insert(DECISION), ledger_line(row, kind, because, now, None, reason))


def ledger_line(
    row: Row[Any], kind: str, because: str, now: datetime, until: datetime | None, reason: Reason = ""
) -> dict[str, Any]:
    """Answer a line about this mail, as a row of the ledger."""
    return {
        "account_id": row.account_id, "enrollment_id": row.enrollment_id, "touchpoint_id": row.id,
        "journey": row.journey, "step": row.step, "kind": kind, "because": because, "reason": reason,
        "evidence": {"webhook" if row.channel == "webhook" else "mail": row.template}, "until": until, "at": now,
    }  # fmt: skip


def hand_over(connection: Connection, desk: Desk, decision: HandOver, now: datetime) -> None:
    """Open the task that takes the mail's place."""
    account, name = desk.standing.account.id, decision.playbook
    prepared = prepare(connection, desk.edition, {account: (desk.standing, [name])}, now)[account][name]
    task = task_row(now, desk.standing, decision, desk.edition, prepared.evidence)
    place = {"enrollment_id": desk.row.enrollment_id, "journey": desk.row.journey}
    open_handed(connection, [Opening(task | place, prepared.draft)])


def readdress(connection: Connection, desk: Desk, send: Send, now: datetime) -> None:
    """Plan the same for the person to whom it would go now; once more if it was theirs before, and left unsaid."""
    row = desk.row
    key = send_key(
        desk.standing.account.key, row.journey, row.occurrence, row.step, desk.standing.contact_keys[send.contact]
    )
    again = {
        "key": key, "account_id": row.account_id, "contact_id": send.contact, "enrollment_id": row.enrollment_id,
        "journey": row.journey, "occurrence": row.occurrence, "step": row.step, "channel": send.channel,
        "template": send.template, "state": first_state(send.channel), "commercial": send.commercial,
        "because": send.because, "due_at": now, "fence": 0, "attempts": 0, "created_at": now,
    }  # fmt: skip
    if not insert_new(connection, TOUCHPOINT, [again], TOUCHPOINT.c.id):
        plan_again(connection, again)


def first_state(channel: str) -> str:
    """Answer how a touchpoint begins: what is shown inside the product waits until somebody comes by."""
    return "pending" if channel == "in_app" else "planned"


def plain(text: str) -> str:
    """Answer words that any database takes: what strangers say may hold characters that none can store."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _ask(connection: Connection, desk: Desk, reason: str, because: str, now: datetime) -> None:
    account, window = desk.standing.account, desk.edition.book.program.window
    ask(connection, now, desk.row, reason, because, account, window, rehearsed=desk.edition.rehearsed)
