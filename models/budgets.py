"""What journeys want to send in a day, and what they used to: commercial mails alone, by days of UTC.

What a person let through counts for nothing: nobody is asked twice about the same.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, text, update

from models.tables import ACCOUNT, CONTACT, DAYBOOK, TOUCHPOINT
from models.upsert import insert_or_update

AnyRow = Row[*tuple[Any, ...]]

T, D = TOUCHPOINT.c, DAYBOOK.c
MAILED = text("touchpoint.channel = 'email'")  # as its partial index has it


def wanted(connection: Connection, journey: str, now: datetime) -> int:
    """Answer how many mails the journey sent since the day began, is sending, or would send at once."""
    mine = T.journey == journey, MAILED, T.commercial, ~T.allowed
    leaving = (T.state == "sending") | ((T.state == "planned") & (T.due_at <= now))
    open_ = select(func.count()).where(*mine, T.settled_at.is_(None), leaving)
    # One that is in doubt since its sender died has no end; it may have left.
    doubtful = select(func.count()).where(*mine, T.settled_at.is_(None), T.state == "unknown", T.due_at >= _begin(now))
    sent = select(func.count()).where(*mine, T.settled_at >= _begin(now), T.state.in_(["accepted", "unknown"]))
    counts = open_.scalar_subquery() + doubtful.scalar_subquery() + sent.scalar_subquery()
    return int(connection.execute(select(counts)).scalar_one())


def sent_by_day(connection: Connection, journey: str, since: datetime, until: datetime) -> dict[date, int]:
    """Answer how many mails of the journey left on each day; of one on which it was stopped, at most its ceiling."""
    mine = T.journey == journey, MAILED, T.commercial, T.state == "accepted"
    day = func.date(func.timezone("UTC", T.settled_at) if connection.dialect.name == "postgresql" else T.settled_at)
    query = select(day.label("day"), func.count().label("number")).where(*mine)
    rows = connection.execute(query.where(T.settled_at >= since, T.settled_at < until).group_by(day)).all()
    stopped = select(D.day, D.ceiling).where(D.journey == journey, D.day >= since.date(), D.ceiling.is_not(None))
    ceilings: Mapping[date, int] = {row.day: row.ceiling for row in connection.execute(stopped)}
    found = {row.day if isinstance(row.day, date) else date.fromisoformat(row.day): row.number for row in rows}
    return {day: min(number, ceilings.get(day, number)) for day, number in found.items()}


def first_sent(connection: Connection, journey: str) -> datetime | None:
    """Answer when the first mail of the journey left, if any ever did."""
    query = select(func.min(T.settled_at)).where(T.journey == journey, MAILED, T.commercial, T.state == "accepted")
    first: datetime | None = connection.execute(query).scalar()
    return first


def count_accounts(connection: Connection) -> int:
    """Answer how many accounts there are that have not left."""
    return int(
        connection.execute(select(func.count()).select_from(ACCOUNT).where(ACCOUNT.c.churned_at.is_(None))).scalar_one()
    )


def note_ceiling(connection: Connection, day: date, journey: str, ceiling: int) -> None:
    """Note that the journey wanted to send more than this on that day."""
    insert_or_update(
        connection, DAYBOOK, [{"day": day, "journey": journey, "ceiling": ceiling}], key=("day", "journey")
    )


def waiting_mails(connection: Connection, journey: str, now: datetime, limit: int) -> Sequence[AnyRow]:
    """Answer the mails of the journey that are due and wait, with whom they are for, the oldest first."""
    query = (
        select(T.id, T.template, T.step, T.due_at, ACCOUNT.c.key, ACCOUNT.c.name, CONTACT.c.email)
        .join(ACCOUNT, ACCOUNT.c.id == T.account_id)
        .join(CONTACT, CONTACT.c.id == T.contact_id)
    )
    return connection.execute(query.where(*_waiting(journey, now)).order_by(T.id).limit(limit)).all()


def count_waiting(connection: Connection, journey: str, now: datetime) -> int:
    """Answer how many mails of the journey are due and wait."""
    return int(connection.execute(select(func.count()).where(*_waiting(journey, now))).scalar_one())


def allow_waiting(connection: Connection, journey: str, now: datetime) -> int:
    """Let exactly those mails of the journey through that are due now; answer how many."""
    return connection.execute(update(TOUCHPOINT).where(*_waiting(journey, now)).values(allowed=True)).rowcount


def _waiting(journey: str, now: datetime) -> tuple[Any, ...]:
    mine = T.journey == journey, MAILED, T.commercial, ~T.allowed
    return (*mine, T.settled_at.is_(None), T.state == "planned", T.due_at <= now)


def _begin(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
