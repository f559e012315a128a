"""Calls of other systems in the database: what they are told, and every try at telling them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from models.among import among
from models.doors import HELD, STOPPED
from models.tables import ACCOUNT, ATTEMPT, DECISION, TOUCHPOINT

AnyRow = Row[*tuple[Any, ...]]

A, D, T = ACCOUNT.c, DECISION.c, TOUCHPOINT.c


def open_call(connection: Connection, row: Row[Any], machine: datetime) -> int | None:
    """Write that we are about to call; answer the number of the try.

    None: somebody else has it in hand by now, or its journey, or everything, was stopped meanwhile.

    It stays planned: a call whose caller dies is made again, because its receiver knows it by its key.
    """
    mine = (T.id == row.id) & (T.fence == row.fence) & (T.state == "planned")
    tried = update(TOUCHPOINT).where(mine, ~HELD, ~STOPPED).values(attempts=T.attempts + 1).returning(T.attempts)
    number: int | None = connection.execute(tried, {"machine": machine}).scalar()
    if number is not None:
        attempt = {"touchpoint_id": row.id, "number": number, "fence": row.fence, "detail": "", "started_at": machine}
        connection.execute(insert(ATTEMPT), attempt)
    return number


def told_by(connection: Connection, rows: Sequence[Row[Any]]) -> Mapping[int, AnyRow]:
    """Answer what each of these calls tells, by its id: the account, and what the ledger says of the step."""
    newest = (
        select(func.max(D.id))
        .where(among(connection, D.enrollment_id, {row.enrollment_id for row in rows}), D.kind == "call")
        .group_by(D.enrollment_id, D.step)
    )
    query = (
        select(T.id, A.key.label("account"), A.name, D.because, D.evidence, D.at)
        .join(ACCOUNT, A.id == T.account_id)
        .join(DECISION, (D.enrollment_id == T.enrollment_id) & (D.step == T.step))
        .where(among(connection, T.id, _ids(rows)), D.id.in_(newest))
    )
    return {row.id: row for row in connection.execute(query)}


def _ids(rows: Sequence[Row[Any]]) -> Collection[int]:
    return [row.id for row in rows]
