"""One-time links: they let a person choose a password, within two days."""

from datetime import datetime

from sqlalchemy import Connection

from console.access.tokens import digest_of, new_token
from models.invitations import FIRST, invite

WELCOME, FIRST_ADMIN = "/welcome", "/first"


def welcome_link(connection: Connection, now: datetime, public_url: str, user_id: int) -> str:
    """Answer a link by which this person chooses a password; the one given before ends."""
    return f"{public_url}{WELCOME}/{_given(connection, now, user_id)}"


def first_link(connection: Connection, now: datetime, public_url: str) -> str:
    """Answer the link by which the first admin comes in; the one given before ends."""
    return f"{public_url}{FIRST_ADMIN}/{_given(connection, now, FIRST)}"


def _given(connection: Connection, now: datetime, user_id: int | None) -> str:
    token = new_token()
    invite(connection, now, user_id, digest_of(token))
    return token
