"""The first admin: made by whoever sits at this machine, or follows the one-time link that only it can make."""

from dataclasses import dataclass

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from console.access.checking import Checking
from console.access.form import Form, Sent
from console.access.gate import SIGN_IN
from console.access.links import FIRST_ADMIN
from console.access.new_password import objections
from console.access.origin import is_from_here
from console.access.profile import profile_objections
from console.access.rights import Role
from console.access.tokens import digest_of
from models.database import begin, look
from models.invitations import FIRST, end_invitation, opens_the_first_door
from models.users import NewUser, add_user, is_anybody_there, lock_users, plain_address
from workers.boot import App


def first_admin(checking: Checking) -> APIRouter:
    """Answer the routes; they are public, and lead to the sign-in page as soon as there is anybody."""
    router, door = APIRouter(dependencies=[Depends(checking.gate.own)]), FirstAdmin(checking)
    for path in (FIRST_ADMIN, FIRST_ADMIN + "/{token}"):
        router.get(path)(door.ask)
        router.post(path)(door.make)
    return router


@dataclass(frozen=True, slots=True)
class FirstAdmin:
    """The page and its form."""

    checking: Checking

    def ask(self, request: Request, token: str = "") -> Response:
        """Ask who it is."""
        with look(self.checking.gate.app.engine) as connection:
            return self._refused(connection, request, token) or self._page(request, {}, {})

    def make(self, request: Request, sent: Sent, token: str = "") -> Response:
        """Make the admin and let them in."""
        gate, email = self.checking.gate, sent.get("email", "")
        with look(gate.app.engine) as connection:  # before anything is hashed: that takes a core and 64 MB
            if refused := self._refused(connection, request, token):
                return refused
        errors = profile_objections(sent) | objections(sent.get("password", ""), sent.get("again", ""), email)
        if errors:
            return self._page(request, sent, errors)
        kept = self.checking.passwords.hashed(sent["password"])
        with begin(gate.app.engine) as connection:
            lock_users(connection)
            if refused := self._refused(connection, request, token):
                return refused
            new = NewUser(email, sent["name"].strip(), Role.ADMIN, may_publish=True, may_send=True, password_hash=kept)
            user_id = add_user(connection, gate.now(), "the first page", new)
            end_invitation(connection, FIRST)
        return gate.let_in(user_id or 0, plain_address(email), RedirectResponse("/", 303))

    def _refused(self, connection: Connection, request: Request, token: str) -> Response | None:
        gate = self.checking.gate
        if is_anybody_there(connection):
            return RedirectResponse(SIGN_IN, 303)
        if token and opens_the_first_door(connection, gate.now(), digest_of(token)):
            return None
        if not token and is_open_to_this_machine(request, gate.app):
            return None
        return gate.page(request, "access/locked.html", 403, tried=bool(token))

    def _page(self, request: Request, sent: Form, errors: dict[str, str]) -> Response:
        status = 422 if errors else 200
        return self.checking.gate.page(request, "access/first.html", status, sent=sent, errors=errors)


def is_open_to_this_machine(request: Request, app: App) -> bool:
    """Answer whether no link is needed: somebody sits at this machine, and no mail of it reaches anybody."""
    return is_from_here(request, app.settings) and not app.settings.sendgrid_api_key.get_secret_value()
