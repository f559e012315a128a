"""The life of a mail in the database: claimed, opened, settled; every change conditional, so that twice is once.

Times named `machine` are the machine's own and govern leases; `now` is the customers' time.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, text, update

from models.doors import SHUT
from models.mail_changes import (
    ANSWERED,
    CLAIM,
    CROWDED,
    LEFT,
    LINE,
    MOVED,
    OPEN,
    OPEN_AND_NOTE,
    RESTING,
    SETTLE,
    SETTLE_AND_TELL,
    STIRRED,
    SUPPRESSED,
    TOLD,
    T,
)
from models.places import places
from models.restraint import ANYTHING, Restraint
from models.tables import ATTEMPT, DECISION
from models.turn import queue_up

LOCK = 7_236_011  # any number that nobody else takes for an advisory lock
FAILED = ("unknown", "postponed")  # what tries come to when the provider is in trouble
DIED = "died"  # what one comes to whose sender did: it says nothing of the provider


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider answered to the `number`th try, in one word and in its own, at `machine` time."""

    number: int
    outcome: str
    detail: str
    machine: datetime

    def words(self) -> dict[str, Any]:
        """Answer what it is written with."""
        new = {"new_outcome": self.outcome, "new_detail": self.detail, "new_ended_at": self.machine}
        return {"the_number": self.number} | new


@dataclass(frozen=True, slots=True)
class Ready:
    """What a mail rests on that is ready to leave; `stirs` of its account are those that it was looked at with.

    `variant` and `locale` are those of its edition. By its `restraint`, a commercial one leaves only if there is room;
    the journeys that are `outranking` its own come first.
    """

    template: str
    email: str
    topic: str
    stirs: int
    variant: str = ""
    locale: str = ""
    restraint: Restraint = ANYTHING
    outranking: Sequence[str] = ()

    def words(self, now: datetime, machine: datetime) -> dict[str, Any]:
        """Answer what the questions about it are asked with."""
        known: dict[str, Any] = {"email": self.email, "places": places(self.email), "topic": self.topic}
        known |= {"stirs": self.stirs, "now": now, "machine": machine, "outranking": self.outranking}
        return known | self.restraint.words(now)


def claim(
    connection: Connection,
    ids: Collection[int],
    now: datetime,
    machine: datetime,
    lease: timedelta,
    channel: str = "email",
) -> Sequence[Row[Any]]:
    """Take the mails that are planned, due and in nobody's hand; each comes back with its new fence."""
    words = {"ids": list(ids), "the_channel": channel, "now": now, "machine": machine, "until": machine + lease}
    return sorted(connection.execute(CLAIM, words).all(), key=lambda row: row.id)


def open_attempt(
    connection: Connection,
    row: Row[Any],
    ready: Ready,
    now: datetime,
    machine: datetime,
    lease: timedelta,
    *,
    knocks: bool = False,
) -> int | None:
    """Transaction A: look at consent, enrollment and doors once more, then write that we are about to send.

    `knocks`: it asks a provider that was in trouble whether it is back. Answers the attempt's number; None means that
    this mail must not be sent now (`obstacle` says why).
    """
    words = {"the_id": row.id, "the_fence": row.fence, "the_template": ready.template, "until": machine + lease}
    words |= {"the_variant": ready.variant, "the_locale": ready.locale, "knocks": knocks}
    words |= ready.words(now, machine)
    if row.commercial:
        queue_up(connection, row.account_id, ready.email)
    if connection.dialect.name == "postgresql":
        noted: int | None = connection.execute(OPEN_AND_NOTE, words).scalar()
        return noted
    number: int | None = connection.execute(OPEN, words).scalar()
    if number is not None:
        attempt = {"touchpoint_id": row.id, "number": number, "fence": row.fence, "detail": "", "started_at": machine}
        connection.execute(insert(ATTEMPT), attempt)
    return number


def obstacle(connection: Connection, row: Row[Any], ready: Ready, now: datetime, machine: datetime) -> str:
    """Answer what stands in the way of a mail that could not be opened, in a word.

    "told": an earlier try was taken. "lost": others have it. "resting": nothing but that the
    provider was in trouble. "gone": what stood there a moment ago does not any more.
    """
    mine = (T.c.id == row.id) & (T.c.fence == row.fence) & (T.c.state == "planned")
    reasons = {
        "told": TOLD,
        "suppressed": SUPPRESSED,
        "left": LEFT,
        "shut": SHUT,
        "moved": MOVED,
        "stirred": STIRRED,
        "crowded": CROWDED,
        "resting": RESTING,
    }
    query = select(*(reason.label(name) for name, reason in reasons.items())).select_from(T).where(mine)
    found = connection.execute(query, ready.words(now, machine)).mappings().first()
    return "lost" if found is None else next((name for name, holds in found.items() if holds), "gone")


def settle(connection: Connection, row: Row[Any], values: dict[str, Any], at: datetime | None = None) -> bool:
    """Write what became of a claimed mail, unless somebody else has it by now; answer whether it was ours to write.

    Twice is once. A mail in doubt since its lease ran out is not planned again here: a human may be at work on it. That
    it was taken counts however late it comes, unless somebody is just sending it again.
    Its hint is used up: one that is planned again is hinted at as soon as it is due and the door is open.
    """
    return connection.execute(SETTLE, _settling(row, values, at)).rowcount == 1


def settle_and_tell(
    connection: Connection,
    row: Row[Any],
    values: dict[str, Any],
    at: datetime | None,
    answer: Answer,
    line: dict[str, Any],
) -> bool:
    """Write what became of a claimed mail, what the provider answered, and the `line` of the ledger that says so.

    All or nothing, as `settle`.
    """
    if connection.dialect.name == "postgresql":
        words = _settling(row, values, at) | answer.words() | {f"line_{name}": line[name] for name in LINE}
        return connection.execute(SETTLE_AND_TELL, words).scalar() is not None
    if not settle(connection, row, values, at):
        return False
    answer_attempt(connection, row, answer)
    connection.execute(insert(DECISION), line)
    return True


def answer_attempt(connection: Connection, row: Row[Any], answer: Answer) -> None:
    """Write what the provider answered to that try."""
    connection.execute(ANSWERED, answer.words() | {"the_id": row.id})


def _settling(row: Row[Any], values: dict[str, Any], at: datetime | None) -> dict[str, Any]:
    defaults = {
        "provider_id": None, "due_at": row.due_at, "settled_at": at, "leased_until": None, "hinted_at": None,
        "doubted_until": None,
    }  # fmt: skip
    new = {f"new_{name}": value for name, value in (defaults | values).items()}
    return new | {"the_id": row.id, "the_fence": row.fence}


def expire(connection: Connection, machine: datetime, because: str) -> Sequence[Row[Any]]:
    """Give up on mails still being sent when their lease ran out: unknown, to be looked into at once. Answer them."""
    dead = select(T.c.id).where(T.c.state == "sending", T.c.leased_until < machine).order_by(T.c.id)
    gone = (
        update(T)
        .where(T.c.id.in_(dead.with_for_update(skip_locked=True)))  # who is just writing what became of it lives
        .values(state="unknown", because=because, leased_until=None, doubted_until=machine)
        .returning(T)
    )
    rows = connection.execute(gone).all()
    if rows:
        connection.execute(
            ANSWERED.where(ATTEMPT.c.outcome.is_(None)),
            [
                {"the_id": row.id, "the_number": row.attempts, "new_outcome": DIED, "new_ended_at": machine}
                | {"new_detail": because}
                for row in rows
            ],
        )
    return rows


def fails_in_a_row(connection: Connection, times: int) -> bool:
    """Answer whether the last tries at mails that were answered, `times` of them, all failed for the provider's sake.

    Who asks at the same moment waits until the other has written: of the two, one knows of both.
    """
    if connection.dialect.name == "postgresql":  # SQLite lets one transaction write at a time anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    said = ATTEMPT.c.outcome.is_not(None) & ATTEMPT.c.outcome.not_in([DIED])
    query = select(ATTEMPT.c.outcome).join(T, T.c.id == ATTEMPT.c.touchpoint_id).where(said, T.c.channel == "email")
    found = connection.execute(query.order_by(ATTEMPT.c.id.desc()).limit(times)).scalars().all()
    return len(found) == times and all(outcome in FAILED for outcome in found)
