"""From touchpoints to what people heard as members of other accounts: it is the same person who gets the mails."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from journeys.behavior import Said
from journeys.needs import Elsewhere, Need
from models.among import one_of
from models.mail_changes import LEFT_US, left_at
from models.tables import CONTACT, TOUCHPOINT

T = TOUCHPOINT.c
P = CONTACT.c  # whoever got it
HERE = CONTACT.alias("here")  # who has the same address here


def said_elsewhere_of(
    connection: Connection, ids: Collection[int], needs: Collection[Need], now: datetime
) -> dict[int, tuple[Said, ...]]:
    """Answer which commercial mails the people of each account got elsewhere lately, oldest first, if anybody asks.

    Elsewhere is where the same address belongs to another account, or did when the mail left.
    """
    days = max((need.days for need in needs if isinstance(need, Elsewhere)), default=0)
    if not days:
        return {}
    found: dict[int, list[Said]] = {}
    asked = {"accounts": list(ids), "since": now - timedelta(days=days)}
    for row in connection.execute(_of(connection.dialect.name), asked):
        said = Said(row.template, row.said_at, row.journey, row.step, True, row.id, email=row.email)
        found.setdefault(row.home, []).append(said)
    return {account: tuple(told) for account, told in found.items()}


@lru_cache(maxsize=2)
def _of(dialect: str) -> Select[Any]:
    here, told = HERE.c, left_at(T).label("said_at")
    return (
        select(here.account_id.label("home"), here.email, T.id, T.template, T.journey, T.step, told)
        .distinct()
        .select_from(HERE.join(CONTACT, P.email == here.email).join(TOUCHPOINT, T.contact_id == P.id))
        .where(one_of(dialect, here.account_id, "accounts"), here.merged_into.is_(None))
        .where(T.account_id != here.account_id, T.commercial, T.state.in_(LEFT_US))
        .where(left_at(T) > bindparam("since", type_=T.due_at.type))
        .order_by(here.account_id, told, T.id)
    )
