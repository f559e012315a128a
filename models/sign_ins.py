"""Signing in and out: which browsers are let in, and for how long."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from models.tables import SIGN_IN, USER

IDLE, LONGEST = timedelta(hours=12), timedelta(days=30)
NOTICEABLE = timedelta(minutes=5)  # to write down every look at a page would be too much

S = SIGN_IN.c


def begin_sign_in(connection: Connection, now: datetime, user_id: int, digest: str) -> None:
    """Let a browser in; those whose time is over are forgotten on the way."""
    over = or_(S.seen_at < now - IDLE, S.began_at < now - LONGEST)
    connection.execute(delete(SIGN_IN).where(over))
    connection.execute(insert(SIGN_IN).values(user_id=user_id, digest=digest, began_at=now, seen_at=now))


def find_sign_in(connection: Connection, now: datetime, digest: str) -> Row[*tuple[Any, ...]] | None:
    """Answer who is signed in with this token (`sign_in_id`, `seen_at` and the person), if anybody is and still may."""
    query = select(S.id.label("sign_in_id"), S.seen_at, USER).join(USER, USER.c.id == S.user_id)
    valid = (S.seen_at >= now - IDLE) & (S.began_at >= now - LONGEST) & USER.c.disabled_at.is_(None)
    return connection.execute(query.where(S.digest == digest, valid)).first()


def touch_sign_in(connection: Connection, now: datetime, sign_in_id: int) -> None:
    """Note that somebody was seen just now."""
    connection.execute(update(SIGN_IN).where(S.id == sign_in_id).values(seen_at=now))


def count_sign_ins(connection: Connection, now: datetime, user_id: int) -> int:
    """Answer in how many browsers a person is signed in."""
    valid = (S.user_id == user_id) & (S.seen_at >= now - IDLE) & (S.began_at >= now - LONGEST)
    return int(connection.execute(select(func.count()).where(valid)).scalar_one())


def end_sign_in(connection: Connection, sign_in_id: int) -> None:
    """Sign one browser out."""
    connection.execute(delete(SIGN_IN).where(S.id == sign_in_id))


def end_sign_ins(connection: Connection, user_id: int, *, but: int | None = None) -> None:
    """Sign a person out of every browser, except perhaps the one in front of them."""
    mine = S.user_id == user_id
    connection.execute(delete(SIGN_IN).where(mine if but is None else mine & (S.id != but)))
