"""People who sign in to the pages: added to a database, and signed in by a browser or a client."""

from functools import cache

import httpx
from sqlalchemy import Engine

from console.access.passwords import Passwords
from console.access.rights import Role
from console.access.tokens import csrf_of, digest_of, new_token
from models.database import begin
from models.sign_ins import begin_sign_in
from models.users import NewUser, add_user
from workers.clocks import machine_time

PASSWORD = "correct horse battery staple"


@cache
def kept() -> str:
    """What is kept of PASSWORD; to make it takes a while."""
    return Passwords().hashed(PASSWORD)


def add_person(
    engine: Engine, role: str = Role.ADMIN, email: str = "", *, publish: bool = False, send: bool = False
) -> int:
    """Add somebody with PASSWORD; answer their id. Their address and name follow from the role."""
    person = NewUser(email or f"{role}@example.com", f"{role.title()} Example", role, publish, send, kept())
    with begin(engine) as connection:
        user_id = add_user(connection, machine_time(), "a test", person)
    assert user_id is not None
    return user_id


def token_of(engine: Engine, user_id: int) -> str:
    """Answer the token of a sign-in that has just begun, for the cookie `tenure`."""
    token = new_token()
    with begin(engine) as connection:
        begin_sign_in(connection, machine_time(), user_id, digest_of(token))
    return token


def signed_in(
    client: httpx.Client,
    engine: Engine,
    role: str = Role.ADMIN,
    *,
    email: str = "",
    publish: bool = False,
    send: bool = False,
) -> httpx.Client:
    """Add somebody, and answer the client as their browser: with the token in its cookie and in every form it sends."""
    token = token_of(engine, add_person(engine, role, email, publish=publish, send=send))
    client.cookies.set("tenure", token)
    client.headers["X-CSRF-Token"] = csrf_of(token)
    return client
