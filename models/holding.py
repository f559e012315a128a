"""Telling the ledger of what is held by a person or a guard: one line for each, when it begins."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String, insert, literal, select

from models.columns import DOCUMENT
from models.instant import Instant
from models.tables import DECISION, TOUCHPOINT

T = TOUCHPOINT.c


def tell_held(
    connection: Connection, now: datetime, because: str, reason: str, journey: str = "", *, mails_only: bool = False
) -> int:
    """Tell of every touchpoint that is not said yet, of one journey or of all, that it is held; answer how many.

    `mails_only`: of commercial mails.
    """
    mine: list[Any] = [T.state.in_(["planned", "pending"])]
    mine += [T.journey == journey] if journey else []
    mine += [T.commercial] if mails_only else []
    said = {"kind": "hold", "because": because, "reason": reason}
    told = select(
        T.account_id, T.enrollment_id, T.id, T.journey, T.step,
        *(literal(word, String).label(name) for name, word in said.items()),
        literal({}, DOCUMENT).label("evidence"), literal(now, Instant).label("at"),
    ).where(*mine)  # fmt: skip
    columns = ["account_id", "enrollment_id", "touchpoint_id", "journey", "step", *said, "evidence", "at"]
    lines = insert(DECISION).from_select(columns, told.order_by(T.id), include_defaults=False)
    return connection.execute(lines).rowcount
