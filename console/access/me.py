"""One's own page: name, password, and where one is signed in."""

from dataclasses import dataclass

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from console.access.checking import Checking, Wait
from console.access.form import Form, Sent
from console.access.gate import SIGN_IN
from console.access.new_password import objections
from console.access.profile import name_objection
from console.access.rights import Right
from console.access.signed_in import SignedIn, Who
from console.access.signing_in import in_minutes
from models.database import begin, look
from models.invitations import end_invitation
from models.sign_ins import count_sign_ins, end_sign_ins
from models.users import change_user

ME = "/me"


def me(checking: Checking) -> APIRouter:
    """Answer the routes; everybody who is signed in has this page."""
    router, page = APIRouter(prefix=ME, dependencies=[Depends(checking.gate.allow(Right.SEE))]), Me(checking)
    router.get("")(page.show)
    router.post("/name")(page.rename)
    router.post("/password")(page.change_password)
    router.post("/sign-out")(page.sign_out_everywhere)
    return router


@dataclass(frozen=True, slots=True)
class Me:
    """The page and its forms."""

    checking: Checking

    def show(self, request: Request, user: Who, done: str = "") -> Response:
        """Show the page, and what was just done."""
        return self._page(request, user, {}, done=done)

    def rename(self, request: Request, user: Who, sent: Sent) -> Response:
        """Give oneself another name."""
        name = sent.get("name", "").strip()
        if said := name_objection(name):
            return self._page(request, user, {"name": said}, name=name)
        with begin(self.checking.gate.app.engine) as connection:
            change_user(connection, user.id, name=name)
        return RedirectResponse(f"{ME}?done=name", 303)

    def change_password(self, request: Request, user: Who, sent: Sent) -> Response:
        """Take another password; every other browser is signed out."""
        if errors := self._objections(request, user, sent):
            return self._page(request, user, errors)
        kept = self.checking.passwords.hashed(sent["password"])
        with begin(self.checking.gate.app.engine) as connection:
            change_user(connection, user.id, password_hash=kept)
            end_invitation(connection, user.id)
            end_sign_ins(connection, user.id, but=user.sign_in)
        return RedirectResponse(f"{ME}?done=password", 303)

    def sign_out_everywhere(self, user: Who) -> Response:
        """End every sign-in, this one too."""
        with begin(self.checking.gate.app.engine) as connection:
            end_sign_ins(connection, user.id)
        response = RedirectResponse(SIGN_IN, 303)
        self.checking.gate.cookies.drop(response)
        return response

    def _objections(self, request: Request, user: SignedIn, sent: Form) -> dict[str, str]:
        found = objections(sent.get("password", ""), sent.get("again", ""), user.email)
        if not sent.get("old"):
            return {"old": "Your present password is missing."} | found
        said = self.checking.person(request, user.email, sent["old"])
        if isinstance(said, Wait):
            return {"old": in_minutes(said.until, self.checking.gate.now())} | found
        return found if said else {"old": "This is not your present password."} | found

    def _page(self, request: Request, user: SignedIn, errors: dict[str, str], **values: str) -> Response:
        gate, status = self.checking.gate, 422 if errors else 200
        with look(gate.app.engine) as connection:
            browsers = count_sign_ins(connection, gate.now(), user.id)
        shown = {"name": user.name, "done": ""} | values
        return gate.page(request, "access/me.html", status, browsers=browsers, errors=errors, **shown)
