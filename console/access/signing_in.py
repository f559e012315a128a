"""Signing in and out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from console.access.checking import Checking, Wait
from console.access.form import Form, Sent
from console.access.gate import SIGN_IN
from console.access.links import FIRST_ADMIN
from console.access.rights import Right
from console.access.signed_in import Who
from models.database import begin, look
from models.sign_ins import end_sign_in
from models.users import is_anybody_there

WRONG = "This address and this password do not belong together."
EMPTY = {"email": "Which address do you sign in with?", "password": "Your password is missing."}


def signing_in(checking: Checking) -> APIRouter:
    """Answer the routes; the page and its form are public."""
    router, door, gate = APIRouter(), SigningIn(checking), checking.gate
    router.get(SIGN_IN)(door.ask)
    router.post(SIGN_IN, dependencies=[Depends(gate.own)])(door.sign_in)
    router.post("/sign-out", dependencies=[Depends(gate.allow(Right.SEE))])(door.sign_out)
    return router


@dataclass(frozen=True, slots=True)
class SigningIn:
    """The page, its form, and the way out."""

    checking: Checking

    def ask(self, request: Request, then: str = "/") -> Response:
        """Ask who it is; where nobody can sign in yet, for the first admin."""
        gate = self.checking.gate
        with look(gate.app.engine) as connection:
            if not is_anybody_there(connection):
                return RedirectResponse(FIRST_ADMIN, 303)
        if gate.recognize(request):
            return RedirectResponse(local(then), 303)
        return self._page(request, {"then": then}, {})

    def sign_in(self, request: Request, sent: Sent) -> Response:
        """Let in whoever has the right password, to the page they wanted."""
        missing = {name: said for name, said in EMPTY.items() if not sent.get(name, "").strip()}
        if missing:
            return self._page(request, sent, missing, 422)
        found = self.checking.person(request, sent["email"], sent["password"])
        if isinstance(found, Wait):
            return self._page(request, sent, {"form": in_minutes(found.until, self.checking.gate.now())}, 429)
        if found is None:
            return self._page(request, sent, {"form": WRONG}, 422)
        onward = RedirectResponse(local(sent.get("then", "/")), 303)
        return self.checking.gate.let_in(found.id, found.email, onward)

    def sign_out(self, user: Who) -> Response:
        """End this sign-in."""
        gate = self.checking.gate
        with begin(gate.app.engine) as connection:
            end_sign_in(connection, user.sign_in)
        response = RedirectResponse(SIGN_IN, 303)
        gate.cookies.drop(response)
        return response

    def _page(self, request: Request, sent: Form, errors: Mapping[str, str], status: int = 200) -> Response:
        kept = {"then": sent.get("then", "/"), "email": sent.get("email", "")}
        return self.checking.gate.page(request, "access/sign_in.html", status, errors=errors, **kept)


def in_minutes(until: datetime, now: datetime) -> str:
    """Answer how long to wait, and what else one can do."""
    minutes = int((until - now).total_seconds() // 60) + 1
    wait = "a minute" if minutes == 1 else f"{minutes} minutes"
    return f"There were too many tries. Wait {wait}, or ask an admin for a link to choose a new password."


def local(then: str) -> str:
    """Answer a path of ours to go on with; `/` for anything that might lead elsewhere."""
    plain = then.isprintable() and then.isascii() and "\\" not in then
    return then if plain and then.startswith("/") and not then.startswith("//") else "/"
