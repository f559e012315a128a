"""One-time links: given out, looked at, used up."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from models.tables import INVITATION

VALID = timedelta(hours=48)
FIRST = None  # the link by which the first admin comes in is given to nobody yet

N = INVITATION.c


def invite(connection: Connection, now: datetime, user_id: int | None, digest: str) -> None:
    """Give a link to a person, or to whoever becomes the first admin; an earlier one ends."""
    end_invitation(connection, user_id)
    connection.execute(insert(INVITATION).values(digest=digest, user_id=user_id, expires_at=now + VALID))


def invited(connection: Connection, now: datetime, digest: str) -> int | None:
    """Answer whose link this is, if it can still be used by somebody."""
    mine = (N.digest == digest) & (N.expires_at > now)
    return connection.execute(select(N.user_id).where(mine)).scalar()


def opens_the_first_door(connection: Connection, now: datetime, digest: str) -> bool:
    """Answer whether this is the link for the first admin, and can still be used."""
    mine = (N.digest == digest) & (N.expires_at > now) & _of(FIRST)
    return connection.execute(select(N.digest).where(mine)).first() is not None


def end_invitation(connection: Connection, user_id: int | None) -> None:
    """End the link of a person, or the one for the first admin."""
    connection.execute(delete(INVITATION).where(_of(user_id)))


def _of(user_id: int | None) -> ColumnElement[bool]:
    return N.user_id.is_(None) if user_id is None else N.user_id == user_id
