"""What an admin changes about people, with what must not be changed."""

from datetime import datetime

from sqlalchemy import Connection

from console.access.rights import Role
from console.failures import CommandError
from models.invitations import end_invitation
from models.sign_ins import end_sign_ins
from models.users import UserRow, change_user, is_last_admin, lock_users

LAST_ADMIN = "{name} is the only admin who can sign in: make somebody else one first."


class StaffError(CommandError):
    """A change that would leave Tenure without anybody who can undo it; the message says the way out."""


def change_rights(connection: Connection, user: UserRow, role: str, *, publish: bool, send: bool) -> None:
    """Give a person another role and other rights; they count from the next click on."""
    if role != Role.ADMIN:
        _keep_an_admin(connection, user)
    change_user(connection, user.id, role=role, may_publish=publish, may_send=send)


def disable(connection: Connection, now: datetime, user: UserRow) -> None:
    """Let a person in no more; wherever they are signed in, they are out at once."""
    _keep_an_admin(connection, user)
    change_user(connection, user.id, disabled_at=now)
    end_sign_ins(connection, user.id)
    end_invitation(connection, user.id)


def enable(connection: Connection, user: UserRow) -> None:
    """Let a person in again, with the password they had."""
    change_user(connection, user.id, disabled_at=None)


def _keep_an_admin(connection: Connection, user: UserRow) -> None:
    lock_users(connection)
    if is_last_admin(connection, user.id):
        raise StaffError(LAST_ADMIN.format(name=user.name))
