"""From touchpoints to what was said: what each account heard from us lately, as far as anybody asks."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from journeys.behavior import Said
from journeys.needs import Need
from journeys.needs import Said as Asked
from models.among import among
from models.tables import TOUCHPOINT

T = TOUCHPOINT.c
UNSAID = ("skipped", "refused")
SAID_AT = func.coalesce(T.settled_at, T.created_at)


def said_of(
    connection: Connection, ids: Collection[int], needs: Collection[Need], now: datetime
) -> dict[int, tuple[Said, ...]]:
    """Answer what was said to each account, or is about to be, oldest first."""
    asked = _asked(connection, needs, now)
    if not asked:
        return {}
    columns = (T.account_id, T.id, T.template, T.journey, T.step, T.commercial, T.state, SAID_AT.label("said_at"))
    mine = among(connection, T.account_id, ids)
    query = select(*columns).where(mine, T.state.not_in(UNSAID), T.contact_id.is_not(None), or_(*asked))
    found: dict[int, list[Said]] = {}
    for row in connection.execute(query.order_by(T.account_id, SAID_AT, T.id)):
        one = Said(row.template, row.said_at, row.journey, row.step, row.commercial, row.id, row.state == "planned")
        found.setdefault(row.account_id, []).append(one)
    return {account: tuple(told) for account, told in found.items()}


def _asked(connection: Connection, needs: Collection[Need], now: datetime) -> list[ColumnElement[bool]]:
    """Answer which touchpoints are asked for: those of some templates, and commercial mails."""
    days: dict[str, int] = {}
    for need in needs:
        if isinstance(need, Asked):
            days[need.template] = max(need.days, days.get(need.template, 0))
    lately = days.pop("", None)
    asked = [and_(T.commercial, now - timedelta(days=lately) < SAID_AT)] if lately else []
    if days:  # one day more: days are those of the account's calendar
        since = now - timedelta(days=max(days.values()) + 1)
        asked.append(and_(among(connection, T.template, sorted(days)), since < SAID_AT))
    return asked
