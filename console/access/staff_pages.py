"""The page of those who may sign in: an admin adds people, changes what they may do, and gives out links."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from console.access.form import Sent
from console.access.gate import Gate, log
from console.access.links import welcome_link
from console.access.profile import profile_objections, role_objection
from console.access.rights import Right, Role, meaning_of
from console.access.signed_in import Who, who
from console.access.staff import StaffError, change_rights, disable, enable
from models.database import begin, look
from models.users import NewUser, UserRow, add_user, all_users, user_by_id

TAKEN = "Somebody with this address is here already."
NOBODY = "There is no such person."
NEW_LINK = "A new link is ready; an earlier one ends with it."
MEANINGS = {role: meaning_of(role) for role in Role}

PersonId = Annotated[int, Path(ge=1, lt=2**63)]
Note = Mapping[str, str]  # what is said beside a person: `said`, `error`, `link`


def staff_pages(gate: Gate) -> APIRouter:
    """Answer the routes, for admins."""
    router, pages = APIRouter(prefix="/users", dependencies=[Depends(gate.allow(Right.ADMINISTER))]), StaffPages(gate)
    router.get("")(pages.show)
    router.post("")(pages.add)
    router.post("/{user_id}")(pages.change)
    router.post("/{user_id}/link")(pages.give_link)
    router.post("/{user_id}/disable")(pages.disable)
    router.post("/{user_id}/enable")(pages.enable)
    return router


@dataclass(frozen=True, slots=True)
class StaffPages:
    """The page and its forms."""

    gate: Gate

    def show(self, request: Request) -> Response:
        """Show everybody."""
        return self._page(request)

    def add(self, request: Request, user: Who, sent: Sent) -> Response:
        """Add somebody, and show the link for them."""
        errors = profile_objections(sent) | role_objection(sent.get("role", ""))
        if errors:
            return self._page(request, 422, sent=sent, errors=errors)
        new = NewUser(sent["email"], sent["name"].strip(), sent["role"], "publish" in sent, "send" in sent)
        with begin(self.gate.app.engine) as connection:
            user_id = add_user(connection, self.gate.now(), user.email, new)
            link = self._link(connection, user_id) if user_id else ""
        if user_id is None:
            return self._page(request, 422, sent=sent, errors={"email": TAKEN})
        log.info("user %s added user %s as %s", user.id, user_id, new.role)
        return self._page(request, 201, notes={user_id: {"said": "Added.", "link": link}})

    def change(self, request: Request, user_id: PersonId, sent: Sent) -> Response:
        """Give a person another role and other rights."""
        role, publish, send = sent.get("role", ""), "publish" in sent, "send" in sent
        if said := role_objection(role):
            return self._answer(request, user_id, {"error": said["role"]}, 422)

        def deed(connection: Connection, user: UserRow) -> None:
            change_rights(connection, user, role, publish=publish, send=send)

        return self._do(request, user_id, deed, "Saved.")

    def give_link(self, request: Request, user: Who, user_id: PersonId) -> Response:
        """Make a link by which a person chooses a password."""
        with begin(self.gate.app.engine) as connection:
            link = self._link(connection, _find(connection, user_id).id)
        log.info("user %s made a link for user %s", user.id, user_id)
        return self._answer(request, user_id, {"said": NEW_LINK, "link": link})

    def disable(self, request: Request, user_id: PersonId) -> Response:
        """Let a person in no more."""

        def deed(connection: Connection, user: UserRow) -> None:
            disable(connection, self.gate.now(), user)

        return self._do(request, user_id, deed, "Disabled, and signed out everywhere.")

    def enable(self, request: Request, user_id: PersonId) -> Response:
        """Let a person in again."""
        return self._do(request, user_id, enable, "May sign in again.")

    def _do(self, request: Request, user_id: int, deed: Callable[[Connection, UserRow], None], said: str) -> Response:
        try:
            with begin(self.gate.app.engine) as connection:
                deed(connection, _find(connection, user_id))
        except StaffError as error:
            return self._answer(request, user_id, {"error": str(error)}, 422)
        log.info("user %s changed user %s: %s", who(request).id, user_id, said)
        return self._answer(request, user_id, {"said": said})

    def _link(self, connection: Connection, user_id: int) -> str:
        return welcome_link(connection, self.gate.now(), self.gate.app.settings.public_url, user_id)

    def _answer(self, request: Request, user_id: int, note: Note, status: int = 200) -> Response:
        """The one person who changed, where the page asks by itself; otherwise the whole page again."""
        if "HX-Request" not in request.headers:
            return self._page(request, status, notes={user_id: note})
        with look(self.gate.app.engine) as connection:
            person = _find(connection, user_id)
        return self.gate.page(request, "access/person.html", status, person=person, roles=list(Role), note=note)

    def _page(self, request: Request, status: int = 200, **values: object) -> Response:
        with look(self.gate.app.engine) as connection:
            people = all_users(connection)
        shown = {"notes": {}, "sent": {}, "errors": {}, "roles": list(Role), "meanings": MEANINGS} | values
        return self.gate.page(request, "access/users.html", status, people=people, **shown)


def _find(connection: Connection, user_id: int) -> UserRow:
    found = user_by_id(connection, user_id)
    if found is None:
        raise HTTPException(404, NOBODY)
    return found
