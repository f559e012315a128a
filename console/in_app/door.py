"""The door of the in-app channel: the product's pages ask what to show, and tell what became of it.

Every call is a POST whose JSON says who is looking, signed by the product's backend. It may come as `text/plain`: then
a browser does not have to ask before it asks. Pages of other origins than program.yaml names are refused.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool

from console.failures import explain
from console.in_app.answer import told
from console.in_app.script import script
from console.in_app.signature import Identity, verified
from console.in_app.turnstile import Turnstile
from console.ingest.body import read_body
from console.ingest.json_text import read_json
from console.ingest.problem import Problem, database_away, invalid_json
from models.database import look
from workers.boot import App
from workers.clocks import Clock
from workers.prompts import What, offer, report, show

MOST = 4 * 1024  # bytes of a request
PER_MINUTE = 120  # requests of one person: a dozen tabs that are opened at once stay far below
DAY = "86400"
KEY = re.compile("[a-z2-7]{32}")
CLOSED = "TENURE_IN_APP_SECRET is not set, so nobody can sign who is looking"
FOREIGN = "pages of {:.200} are not among the origins of in_app in program.yaml"
NOT_YOURS = "this message was not shown to this person"
ELSEWHERE = "every call is a POST, to /in-app/messages or /in-app/messages/ID/show, seen, dismissed or clicked"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")

Act = Callable[[Identity], Mapping[str, Any]]


def in_app(app: App, machine: Clock, most: int = PER_MINUTE) -> APIRouter:
    """Answer the routes, for `most` requests of one person a minute; they are public, and believe what is signed."""
    router = APIRouter(prefix="/in-app")
    router.get("/tenure.js")(script)
    visitors = Visitors(app, machine, Turnstile(most))

    @router.options("/{rest:path}")
    async def permit(request: Request) -> Response:
        return await visitors.permit(request)

    @router.post("/messages")
    async def messages(request: Request) -> Response:
        return await visitors.answer(request, partial(_messages, app))

    @router.post("/messages/{key}/show")
    async def take(request: Request, key: str) -> Response:
        return await visitors.answer(request, partial(_take, app, key))

    @router.post("/messages/{key}/seen")
    async def seen(request: Request, key: str) -> Response:
        return await visitors.answer(request, partial(_report, app, key, "shown"))

    @router.post("/messages/{key}/dismissed")
    async def dismissed(request: Request, key: str) -> Response:
        return await visitors.answer(request, partial(_report, app, key, "dismissed"))

    @router.post("/messages/{key}/clicked")
    async def clicked(request: Request, key: str) -> Response:
        return await visitors.answer(request, partial(_report, app, key, "clicked"))

    @router.api_route("/{rest:path}", methods=[*METHODS])
    async def elsewhere(request: Request) -> Response:
        return await visitors.turn_away(request)

    return router


def _messages(app: App, who: Identity) -> Mapping[str, Any]:
    return {"messages": [told(prompt) for prompt in offer(app, who.account, who.user)]}


def _take(app: App, key: str, who: Identity) -> Mapping[str, Any]:
    prompt = show(app, who.account, who.user, key) if KEY.fullmatch(key) else None
    return {"show": prompt is not None, "message": told(prompt) if prompt else None}


def _report(app: App, key: str, what: What, who: Identity) -> Mapping[str, Any]:
    if not KEY.fullmatch(key) or not report(app, who.account, who.user, key, what):
        raise Problem(404, "not_shown", NOT_YOURS)
    return {"recorded": what}


class Visitors:
    """Looks at who asks and from where, and answers in the words of HTTP."""

    def __init__(self, app: App, machine: Clock, turnstile: Turnstile) -> None:
        """Stand at the door of this app; signatures are counted in the machine's own time."""
        self._app, self._machine, self._turnstile = app, machine, turnstile

    async def permit(self, request: Request) -> Response:
        """Answer a browser that asks whether a page may ask."""
        headers = {"Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": "Content-Type"}
        return await self._answered(request, self._nothing, headers | {"Access-Control-Max-Age": DAY})

    async def turn_away(self, request: Request) -> Response:
        """Answer a call that is none of ours in words that a developer sees, also in a browser."""
        return await self._answered(request, self._nowhere, {})

    async def answer(self, request: Request, act: Act) -> Response:
        """Answer a request by what `act` answers for whoever is looking."""

        async def acted() -> Response:
            who = verified(_told(await read_body(request, MOST)), self._secrets(), self._machine())
            self._turnstile.enter((who.account, who.user), self._machine())
            return JSONResponse(await run_in_threadpool(act, who))

        return await self._answered(request, acted, {})

    async def _answered(
        self, request: Request, act: Callable[[], Awaitable[Response]], headers: Mapping[str, str]
    ) -> Response:
        origin, allowed = request.headers.get("Origin"), False
        try:
            allowed = origin is None or await run_in_threadpool(self._is_allowed, origin)
            response = await act() if allowed else Problem(403, "foreign", FOREIGN.format(origin)).response
            response.headers.update(headers)
        except Problem as problem:
            response = problem.response
        except DBAPIError as error:
            response = database_away(explain(error) or "the database cannot do what it was asked").response
        response.headers["Vary"] = "Origin"
        if origin and allowed:
            response.headers["Access-Control-Allow-Origin"] = origin
        return response

    def _is_allowed(self, origin: str) -> bool:
        with look(self._app.engine) as connection:
            edition = self._app.editions.current(connection)
        return edition is not None and origin in edition.book.program.in_app.origins

    def _secrets(self) -> tuple[str, ...]:
        secrets = self._app.settings.in_app_secrets
        if not secrets:
            raise Problem(503, "closed", CLOSED)
        return secrets

    @staticmethod
    async def _nothing() -> Response:
        return Response(status_code=204)

    @staticmethod
    async def _nowhere() -> Response:
        raise Problem(405, "elsewhere", ELSEWHERE, {"Allow": "OPTIONS, POST"})


def _told(body: bytes) -> Mapping[str, object]:
    found = read_json(body)
    if not isinstance(found, dict):
        raise invalid_json("it must be an object")
    return found
