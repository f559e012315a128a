"""From touchpoints to what was said: what each account heard from us lately, as far as anybody asks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, case, func, or_, select

from journeys.behavior import Said
from journeys.definition import Journey
from journeys.needs import Need
from journeys.needs import Said as Asked
from models.among import one_of
from models.doors import HELD
from models.mail_changes import left_at
from models.tables import CONTACT, TOUCHPOINT
from workers.clocks import machine_time

T = TOUCHPOINT.c
P = CONTACT.c  # the person
UNSAID = ("skipped", "refused")
UNHEARD = (*UNSAID, "shadowed")
ANY = ""  # the name that stands for any mail


def said_of(
    connection: Connection, ids: Collection[int], needs: Collection[Need], now: datetime, *, rehearsed: bool = False
) -> dict[int, tuple[Said, ...]]:
    """Answer what was said to each account, or is about to be, oldest first; if `rehearsed`, in shadow as well."""
    days = _longest(needs)
    if not days:
        return {}
    asked = {"accounts": list(ids), "now": now, "lately": now - timedelta(days=days.pop(ANY, 0))}
    asked["machine"] = machine_time()
    # One day more: days are those of the account's calendar.
    since = now - timedelta(days=max(days.values(), default=0) + 1)
    query = _of(connection.dialect.name, rehearsed)
    found: dict[int, list[Said]] = {}
    for row in connection.execute(query, asked | {"since": since, "templates": sorted(days)}):
        found.setdefault(row.account_id, []).append(_one(row))
    return {account: tuple(told) for account, told in found.items()}


def ranked(said: Sequence[Said], journeys: Mapping[str, Journey]) -> tuple[Said, ...]:
    """Answer the same, and of what is planned, which priority its journey has by now; a withdrawn one has none."""
    return tuple(
        replace(one, priority=journeys[one.journey].priority) if one.planned and one.journey in journeys else one
        for one in said
    )


def not_yet(said: Sequence[Said]) -> tuple[Said, ...]:
    """Answer the same if what is held is not said now either: whether it is, only shows when somebody tries.

    Otherwise all else would wait for it as long as it cannot be said.
    """
    return tuple(replace(one, at=one.held) if one.held else one for one in said)


def _one(row: Row[Any]) -> Said:
    planned = row.state == "planned"
    held = row.created_at if planned and row.fence else None  # whoever claimed it gave it back
    return Said(
        row.template, row.said_at, row.journey, row.step, row.commercial, row.id, planned, held, row.person,
        row.email or "",
    )  # fmt: skip


def _longest(needs: Collection[Need]) -> dict[str, int]:
    """Answer for how many days back anybody asks for each template."""
    days: dict[str, int] = {}
    for need in needs:
        if isinstance(need, Asked):
            days[need.template] = max(need.days, days.get(need.template, 0))
    return days


@lru_cache(maxsize=4)
def _of(dialect: str, rehearsed: bool) -> Select[Any]:
    """Answer the question for commercial mails, whichever they are, and for some templates."""
    said_at = _said_at()
    lately = and_(T.commercial, _moment("lately") < said_at)
    named = and_(one_of(dialect, T.template, "templates"), _moment("since") < said_at)
    # What a person or a guard holds keeps nobody else waiting: nobody knows whether it will ever be said.
    unsaid = or_(T.state.in_(UNSAID if rehearsed else UNHEARD), and_(T.state == "planned", HELD))
    mine = one_of(dialect, T.account_id, "accounts"), ~unsaid
    told = said_at.label("said_at")
    person = func.coalesce(P.merged_into, P.id).label("person")
    columns = (T.account_id, T.id, T.template, T.journey, T.step, T.commercial, T.state, T.fence, T.created_at, told)
    query = select(*columns, person, P.email).join(CONTACT, P.id == T.contact_id)
    return query.where(*mine, or_(lately, named)).order_by(T.account_id, told, T.id)


def _said_at() -> ColumnElement[datetime]:
    """When it was said: now, if it is just leaving or due, however long ago it was planned and then held up."""
    leaving = or_(T.state == "sending", and_(T.state == "planned", T.due_at <= _moment("now")))
    return case((leaving, _moment("now")), else_=left_at(T))


def _moment(name: str) -> Any:
    return bindparam(name, type_=T.due_at.type)
