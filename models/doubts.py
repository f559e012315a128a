"""Mails that may or may not have left: found when their time has come, settled by what turns out, or planned again.

Every change is of rows that the asker has locked. `machine` is the machine's own time.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select, update

from models.among import among
from models.mail_tasks import settle_in_tasks
from models.tables import ATTEMPT, TOUCHPOINT

T = TOUCHPOINT.c
ASKED = "mail-unknown"  # the reason of the task by which a human is asked

OPEN_STATES = ("unknown", "planned", "sending", "refused", "skipped", "given up")  # all that news may change


def due_doubts(connection: Connection, machine: datetime, limit: int) -> Sequence[Row[Any]]:
    """Lock and answer the mails whose doubt is to be looked at now; what others have in hand is passed over."""
    query = select(TOUCHPOINT).where(T.doubted_until <= machine).order_by(T.id).limit(limit)
    return connection.execute(query.with_for_update(skip_locked=True)).all()


def open_to_news(connection: Connection, mails: Collection[int], dropped: Collection[int]) -> Sequence[Row[Any]]:
    """Lock and answer those of these mails that what was told may change; an accepted one only if it was `dropped`."""
    if not mails:
        return []
    tried = and_(T.attempts > 0, T.channel == "email", among(connection, T.id, mails))
    news = or_(T.state.in_(OPEN_STATES), among(connection, T.id, dropped)) if dropped else T.state.in_(OPEN_STATES)
    return connection.execute(select(TOUCHPOINT).where(tried, news).order_by(T.id).with_for_update()).all()


def taken(connection: Connection, mails: Collection[int]) -> set[int]:
    """Answer which of these mails the provider said it took, at whichever try."""
    mine = among(connection, ATTEMPT.c.touchpoint_id, mails)
    query = select(ATTEMPT.c.touchpoint_id).where(mine, ATTEMPT.c.outcome == "accepted")
    return {*connection.execute(query).scalars()} if mails else set()


def doubted_since(connection: Connection, mails: Collection[int]) -> dict[int, datetime]:
    """Answer since when nothing was heard of the last try at each of these mails."""
    last = and_(ATTEMPT.c.touchpoint_id == T.id, ATTEMPT.c.number == T.attempts)
    since = func.coalesce(ATTEMPT.c.ended_at, ATTEMPT.c.started_at)
    query = select(T.id, since).join(ATTEMPT, last).where(among(connection, T.id, mails))
    return {mail: at for mail, at in connection.execute(query)} if mails else {}  # noqa: C416  (rows are no pairs)


def end_doubt(connection: Connection, row: Row[Any], state: str, because: str, now: datetime) -> None:
    """Give a mail the state that turned out; whoever had it in hand has lost it."""
    values = {"settled_at": row.settled_at or now, "leased_until": None, "hinted_at": None, "doubted_until": None}
    _change(connection, row.id, state=state, because=because, **values)


def doubt_until(connection: Connection, row: Row[Any], until: datetime | None) -> None:
    """Look at a doubt again then; None: a human has it, or it is over."""
    _change(connection, row.id, doubted_until=until)


def plan_afresh(connection: Connection, row: Row[Any], because: str, now: datetime) -> None:
    """Plan a mail in doubt once more, under the same key; the fence stays, so that a late answer still counts."""
    nobody = {"settled_at": None, "leased_until": None, "hinted_at": None, "doubted_until": None}
    _change(connection, row.id, state="planned", because=because, due_at=now, **nobody)


def _change(connection: Connection, mail: int, **values: Any) -> None:
    connection.execute(update(TOUCHPOINT).where(T.id == mail).values(**values))


def close_questions(
    connection: Connection, now: datetime, machine: datetime, mails: Sequence[Row[Any]], because: str
) -> None:
    """Note what humans were asked about these mails as settled; a task that is about no other is closed.

    If an account whose task is closed has mails in doubt that it did not name, a human is asked about those anew.
    """
    asked = settle_in_tasks(connection, now, mails, ASKED, because)
    if not asked:
        return
    others = and_(among(connection, T.account_id, asked), T.state == "unknown", T.doubted_until.is_(None))
    connection.execute(update(TOUCHPOINT).where(others, T.channel == "email").values(doubted_until=machine))
