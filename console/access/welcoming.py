"""A one-time link: whoever follows it chooses a password and is signed in."""

from dataclasses import dataclass

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from console.access.checking import Checking
from console.access.form import Sent
from console.access.links import WELCOME
from console.access.new_password import objections
from console.access.tokens import digest_of
from models.database import begin, look
from models.invitations import end_invitation, invited
from models.sign_ins import end_sign_ins
from models.users import UserRow, change_user, lock_users, user_by_id

GONE = (
    "This link was used already, or is older than two days. Ask an admin for a new one, or run "
    "`tenure user password YOU@EXAMPLE.COM` on the machine where Tenure runs."
)


def welcoming(checking: Checking) -> APIRouter:
    """Answer the routes; they are public. To open the link changes nothing: scanners follow links."""
    router, door = APIRouter(dependencies=[Depends(checking.gate.own)]), Welcoming(checking)
    router.get(WELCOME + "/{token}")(door.ask)
    router.post(WELCOME + "/{token}")(door.choose)
    return router


@dataclass(frozen=True, slots=True)
class Welcoming:
    """The page and its form."""

    checking: Checking

    def ask(self, request: Request, token: str) -> Response:
        """Ask for the password."""
        return self._page(request, self._look_up(token), {})

    def choose(self, request: Request, token: str, sent: Sent) -> Response:
        """Keep the password, sign out whoever is signed in by the old one, and let this browser in."""
        gate, user = self.checking.gate, self._look_up(token)
        errors = objections(sent.get("password", ""), sent.get("again", ""), user.email)
        if errors:
            return self._page(request, user, errors)
        kept = self.checking.passwords.hashed(sent["password"])
        with begin(gate.app.engine) as connection:
            lock_users(connection)
            user = self._invited(connection, token)  # nobody else used it meanwhile
            change_user(connection, user.id, password_hash=kept)
            end_invitation(connection, user.id)
            end_sign_ins(connection, user.id)
        return gate.let_in(user.id, user.email, RedirectResponse("/", 303))

    def _look_up(self, token: str) -> UserRow:
        with look(self.checking.gate.app.engine) as connection:
            return self._invited(connection, token)

    def _invited(self, connection: Connection, token: str) -> UserRow:
        user_id = invited(connection, self.checking.gate.now(), digest_of(token))
        user = None if user_id is None else user_by_id(connection, user_id)
        if user is None or user.disabled_at is not None:
            raise HTTPException(404, GONE)
        return user

    def _page(self, request: Request, user: UserRow, errors: dict[str, str]) -> Response:
        status = 422 if errors else 200
        return self.checking.gate.page(request, "access/welcome.html", status, person=user, errors=errors)
