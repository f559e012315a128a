"""From touchpoints to what was said: what each account heard from us lately, as far as anybody asks."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, or_, select

from journeys.behavior import Said
from journeys.needs import Need
from journeys.needs import Said as Asked
from models.among import among
from models.tables import TOUCHPOINT

T = TOUCHPOINT.c
UNSAID = ("skipped", "refused")


def said_of(
    connection: Connection, ids: Collection[int], needs: Collection[Need], now: datetime
) -> dict[int, tuple[Said, ...]]:
    """Answer what was said to each account, or is about to be, oldest first."""
    asked = _asked(connection, needs, now)
    if not asked:
        return {}
    said_at = _said_at(now).label("said_at")
    columns = (T.account_id, T.id, T.template, T.journey, T.step, T.commercial, T.state, said_at)
    mine = among(connection, T.account_id, ids)
    query = select(*columns).where(mine, T.state.not_in(UNSAID), T.contact_id.is_not(None), or_(*asked))
    found: dict[int, list[Said]] = {}
    for row in connection.execute(query.order_by(T.account_id, said_at, T.id)):
        one = Said(row.template, row.said_at, row.journey, row.step, row.commercial, row.id, row.state == "planned")
        found.setdefault(row.account_id, []).append(one)
    return {account: tuple(told) for account, told in found.items()}


def _said_at(now: datetime) -> ColumnElement[datetime]:
    """When it was said: now, if it is just leaving or due, however long ago it was planned and then held up."""
    leaving = or_(T.state == "sending", and_(T.state == "planned", T.due_at <= now))
    return case((leaving, literal(now, T.due_at.type)), else_=func.coalesce(T.settled_at, T.created_at))


def _asked(connection: Connection, needs: Collection[Need], now: datetime) -> list[ColumnElement[bool]]:
    """Answer which touchpoints are asked for: those of some templates, and commercial mails."""
    days: dict[str, int] = {}
    for need in needs:
        if isinstance(need, Asked):
            days[need.template] = max(need.days, days.get(need.template, 0))
    lately = days.pop("", None)
    said_at = _said_at(now)
    asked = [and_(T.commercial, now - timedelta(days=lately) < said_at)] if lately else []
    if days:  # one day more: days are those of the account's calendar
        since = now - timedelta(days=max(days.values()) + 1)
        asked.append(and_(among(connection, T.template, sorted(days)), since < said_at))
    return asked
