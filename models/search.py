"""Finding an account while its name is still being typed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, case, func, or_, select

from models.tables import ACCOUNT, CONTACT


def accounts_like(connection: Connection, said: str, count: int) -> Sequence[Row[Any, Any, Any]]:
    """Answer accounts (key, name, plan) by the beginning of a key or address, or by a part of a name.

    Names that begin so come first; without a word, the accounts of whom we heard last.
    """
    columns = select(ACCOUNT.c.key, ACCOUNT.c.name, ACCOUNT.c.plan).limit(count)
    low = said.strip().lower()
    if not low:
        return connection.execute(columns.order_by(ACCOUNT.c.id.desc())).all()
    name = func.lower(ACCOUNT.c.name)
    reachable = select(CONTACT.c.account_id).where(CONTACT.c.email.startswith(low, autoescape=True))
    fits = or_(
        func.lower(ACCOUNT.c.key).startswith(low, autoescape=True),
        name.contains(low, autoescape=True),
        ACCOUNT.c.id.in_(reachable),
    )
    first = case((name.startswith(low, autoescape=True), 0), else_=1)
    return connection.execute(columns.where(fits).order_by(first, name, ACCOUNT.c.id)).all()
