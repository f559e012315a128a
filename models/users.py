"""Questions about the people who may sign in, and what changes about them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, text, update

from models.tables import USER
from models.upsert import insert_new

UserRow = Row[*tuple[Any, ...]]

U = USER.c


@dataclass(frozen=True, slots=True)
class NewUser:
    """Somebody who is to be added, by the columns of their row."""

    email: str
    name: str
    role: str
    may_publish: bool = False
    may_send: bool = False
    password_hash: str | None = None


def all_users(connection: Connection) -> Sequence[UserRow]:
    """Answer everybody, by name; those who are disabled last."""
    return connection.execute(select(USER).order_by(U.disabled_at.is_not(None), func.lower(U.name), U.id)).all()


def user_by_email(connection: Connection, email: str) -> UserRow | None:
    """Answer the person with this address, however it is written."""
    return connection.execute(select(USER).where(U.email == plain_address(email))).first()


def user_by_id(connection: Connection, user_id: int) -> UserRow | None:
    """Answer the person with this id."""
    return connection.execute(select(USER).where(U.id == user_id)).first()


def is_anybody_there(connection: Connection) -> bool:
    """Answer whether there is anybody who may sign in, or may choose a password to do so."""
    return connection.execute(select(U.id).limit(1)).first() is not None


def add_user(connection: Connection, now: datetime, by: str, new: NewUser) -> int | None:
    """Add a person and answer their id, or nothing if somebody has this address already."""
    row = asdict(new) | {"email": plain_address(new.email), "created_at": now, "created_by": by}
    added = insert_new(connection, USER, [row], U.id)
    return int(added[0].id) if added else None


def change_user(connection: Connection, user_id: int, **values: object) -> None:
    """Give a person new values."""
    connection.execute(update(USER).where(U.id == user_id).values(values))


def is_last_admin(connection: Connection, user_id: int) -> bool:
    """Answer whether nobody else is an admin who can sign in."""
    able = (U.role == "admin") & U.disabled_at.is_(None) & U.password_hash.is_not(None)
    admins = connection.execute(select(U.id).where(able)).scalars().all()
    return list(admins) == [user_id]


def lock_users(connection: Connection) -> None:
    """Let nobody else add or change people until this transaction is over; on SQLite nobody does anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text('LOCK TABLE "user" IN SHARE ROW EXCLUSIVE MODE'))


def plain_address(email: str) -> str:
    """Answer an address as it is stored."""
    return email.strip().lower()
