"""The gate that every page stands behind: who is signed in, whether they may, and whether the form is ours."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool

from console.access.cookies import Cookies
from console.access.form import read_form
from console.access.origin import is_own
from console.access.places import PLACES, place_of
from console.access.rights import MEANING, Right, rights_of
from console.access.signed_in import SignedIn
from console.access.tokens import csrf_of, digest_of, mark_browser, new_token, same
from console.mode import warning
from console.rendering import page
from models.database import begin, look
from models.sign_ins import LONGEST, NOTICEABLE, begin_sign_in, find_sign_in, touch_sign_in
from models.users import UserRow
from workers.boot import App
from workers.clocks import Clock, machine_time

SAFE = {"GET", "HEAD", "OPTIONS"}
FOREIGN = "This was sent from another site, so nothing was done."
STALE = "This form is no longer valid, so nothing was done. Go back, load the page again, and send it once more."
SIGN_IN = "/sign-in"

log = logging.getLogger("tenure.access")

Dependency = Callable[[Request], Awaitable[SignedIn]]


class Gate:
    """Lets people in, and says who they are. Sign-ins are counted in the machine's own time."""

    def __init__(self, app: App, now: Clock = machine_time) -> None:
        """Stand before the pages of this app."""
        self.app, self.now = app, now
        self.cookies = Cookies(secure=app.settings.public_url.startswith("https:"))

    def allow(self, right: Right) -> Dependency:
        """Answer the dependency that lets only those in who have the right, and answers who they are.

        Nobody signed in: the browser is sent to sign in. Not allowed: 403. What changes something must come from a
        page of ours and carry the token, as the field `csrf` or in the header `X-CSRF-Token`.
        """
        return Allowed(self, right)

    def page(self, request: Request, name: str, status: int = 200, /, **values: object) -> HTMLResponse:
        """Answer a page with `user`, `csrf`, `band`, `place` and the places that they may go to, besides the values."""
        user: SignedIn | None = getattr(request.state, "user", None)
        values = {"band": warning(self.app.settings, named=user is not None)} | values
        if user is not None:
            places = [place for place in PLACES if user.may(place.right)]
            known = {"user": user, "csrf": user.csrf, "places": places, "place": place_of(request.url.path)}
            values = known | values
        return page(name, status, **values)

    def recognize(self, request: Request) -> SignedIn | None:
        """Answer who is signed in, if anybody is and still may."""
        token = self.cookies.token(request)
        if not token:
            return None
        now = self.now()
        with look(self.app.engine) as connection:
            found = find_sign_in(connection, now, digest_of(token))
        if found is None:
            return None
        self._note(found, now)
        rights = rights_of(found.role, publish=found.may_publish, send=found.may_send)
        return SignedIn(found.id, found.email, found.name, found.role, rights, found.sign_in_id, csrf_of(token))

    def let_in(self, user_id: int, email: str, response: Response) -> Response:
        """Sign a person in by the browser that gets this response."""
        token = new_token()
        with begin(self.app.engine) as connection:
            begin_sign_in(connection, self.now(), user_id, digest_of(token))
        mark = mark_browser(email, self.app.secret)
        self.cookies.keep(response, token, mark, int(LONGEST.total_seconds()))
        log.info("user %s signed in", user_id)
        return response

    def own(self, request: Request) -> None:
        """Let in what a page of ours sent; for the forms of those who are not signed in yet."""
        if request.method not in SAFE and not is_own(request, self.app.settings):
            raise HTTPException(403, FOREIGN)

    def _note(self, found: UserRow, now: datetime) -> None:
        if now - found.seen_at >= NOTICEABLE:
            with begin(self.app.engine) as connection:
                touch_sign_in(connection, now, found.sign_in_id)


@dataclass(frozen=True, slots=True)
class Allowed:
    """The declared right of a route, and what holds it."""

    gate: Gate
    right: Right

    async def __call__(self, request: Request) -> SignedIn:
        """Answer who is signed in, or raise HTTPException."""
        user = await run_in_threadpool(self.gate.recognize, request)
        if user is None:
            raise ask_to_sign_in(request)
        request.state.user = user
        if not user.may(self.right):
            raise HTTPException(403, f"You may not {MEANING[self.right]}. An admin can give you that right.")
        if request.method not in SAFE:
            self.gate.own(request)
            told = request.headers.get("X-CSRF-Token") or (await read_form(request)).get("csrf", "")
            if not same(told, user.csrf):
                raise HTTPException(403, STALE)
        return user


def ask_to_sign_in(request: Request) -> HTTPException:
    """Answer what sends a browser to the sign-in page, and from there back to the page it wanted."""
    if "HX-Request" in request.headers:
        return HTTPException(401, "Please sign in again.", {"HX-Redirect": SIGN_IN})
    wanted = request.url.path if request.method == "GET" else "/"
    query = f"?{request.url.query}" if request.url.query and request.method == "GET" else ""
    then = f"?{urlencode({'then': wanted + query})}" if wanted != "/" else ""
    return HTTPException(303, "Please sign in.", {"Location": SIGN_IN + then})
