"""How accounts were found to be, day by day: each day written once, and read back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, or_, select

from models.among import among, one_of
from models.bulk import insert_bulk, update_bulk
from models.tables import ACCOUNT, ASSESSMENT

A = ACCOUNT.c
S = ASSESSMENT.c

AnyRow = Row[*tuple[Any, ...]]


def accounts_to_assess(connection: Connection, ids: Collection[int], now: datetime) -> Sequence[AnyRow]:
    """Answer those of these accounts that are to be assessed, and have not been meanwhile, by id."""
    due = or_(A.assess_at.is_(None), A.assess_at <= now)
    mine = among(connection, A.id, ids)
    return connection.execute(select(ACCOUNT).where(mine, A.churned_at.is_(None), due).order_by(A.id)).all()


def last_scored(connection: Connection, ids: Collection[int]) -> Mapping[int, AnyRow]:
    """Answer by account its last assessment that had a score, with moment, model, score, band and components."""
    rows = connection.execute(_newest_scored(connection.dialect.name), {"accounts": list(ids)})
    return {row.account_id: row for row in rows}


def assessments_since(connection: Connection, ids: Collection[int], oldest: date) -> Sequence[AnyRow]:
    """Answer how these accounts were assessed from that day on, oldest first."""
    return connection.execute(_since(connection.dialect.name), {"accounts": list(ids), "oldest": oldest}).all()


@lru_cache(maxsize=2)
def _newest_scored(dialect: str) -> Select[Any]:
    earlier = ASSESSMENT.alias()
    newest = (
        select(func.max(earlier.c.day))
        .where(earlier.c.account_id == A.id, earlier.c.score.is_not(None))
        .correlate(ACCOUNT)
        .scalar_subquery()
    )
    return (
        select(S.account_id, S.at, S.model, S.score, S.band, S.components)
        .select_from(ACCOUNT)
        .join(ASSESSMENT, (S.account_id == A.id) & (S.day == newest))
        .where(one_of(dialect, A.id, "accounts"))
    )


@lru_cache(maxsize=2)
def _since(dialect: str) -> Select[Any]:
    query = select(S.account_id, S.day, S.model, S.score, S.band)
    mine = one_of(dialect, S.account_id, "accounts"), S.day >= bindparam("oldest", type_=S.day.type)
    return query.where(*mine).order_by(S.account_id, S.day)


def write_assessments(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> set[int]:
    """Write these assessments, each unless its account has one of that day; answer the accounts of the new ones."""
    if not rows:
        return set()
    insert, parameters = insert_bulk(connection, ASSESSMENT, rows)
    return set(connection.execute(insert.on_conflict_do_nothing().returning(S.account_id), parameters).scalars())


def plan_assessments(connection: Connection, moments: Mapping[int, datetime]) -> None:
    """Let these accounts be assessed next at these moments.

    This comes last, so that nobody waits long for them; locked in the order of their ids as by everybody who locks
    several. A lease for a look at them ends with it: whoever holds it may have passed over them meanwhile.
    """
    mine = select(A.id).where(among(connection, A.id, moments)).order_by(A.id)
    connection.execute(mine.with_for_update(key_share=True)).all()
    free = {"assessed_until": None, "leased_until": None}
    rows = [{"id": key, "assess_at": at, **free} for key, at in sorted(moments.items())]
    update_bulk(connection, ACCOUNT, rows)
