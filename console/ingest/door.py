"""The door of the ingest API: its routes, and how each request to them is answered."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import orjson
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from console.ingest.counter import ROOM, Counter
from console.ingest.document import ANSWERS, body_of, document
from console.ingest.keyring import Keyring
from console.ingest.problem import Problem
from console.ingest.recording import Recording
from console.ingest.schema import BODIES
from console.ingest.visit import Visit
from workers.boot import App

PLACE = "/v1"
SHORT = {"t": "track", "i": "identify", "g": "group", "p": "page", "s": "screen", "a": "alias", "b": "batch"}

log = logging.getLogger("tenure.ingest")

Endpoint = Callable[[Request], Awaitable[Response]]


def ingest(app: App, room: int = ROOM) -> FastAPI:
    """Answer the application that belongs under /v1, with room for so many messages that wait to be recorded."""
    # No redirect for a slash too many: who sends events does not follow it, and behind a proxy it would lead to http.
    site = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    recording = Recording(app)
    answer_at = _answering(app, recording, Counter(recording.record, room, _writers(app)))
    for path in BODIES:
        site.post(f"/{path}", responses=ANSWERS, openapi_extra=body_of(path), name=path)(answer_at(path))
    for short, path in SHORT.items():
        site.post(f"/{short}", include_in_schema=False)(answer_at(path))
    told = orjson.dumps(document(site.routes, PLACE))
    site.get("/openapi.json", include_in_schema=False)(lambda: Response(told, media_type="application/json"))
    _explain_failures(site)
    return site


def _writers(app: App) -> int:
    return 2 if app.engine.dialect.name == "postgresql" else 1  # SQLite writes for one at a time


def _answering(app: App, recording: Recording, counter: Counter) -> Callable[[str], Endpoint]:
    keyring = Keyring({key.get_secret_value(): source for source, key in app.settings.write_keys})

    def answer_at(path: str) -> Endpoint:
        async def answer(request: Request) -> Response:
            counter.check_room()
            guide = recording.guide
            if guide is None:
                guide = await asyncio.to_thread(recording.look_up)
            visit = Visit(path, keyring, guide, app.now())
            try:
                parcel = await visit.parcel(request)
            except Problem as problem:
                if visit.source:
                    await counter.take(visit.complaint(problem))
                raise
            await counter.take(parcel)
            return parcel.answer()

        return answer

    return answer_at


def _explain_failures(site: FastAPI) -> None:
    """Let every failure be answered in the words that clients of the Segment spec read."""

    @site.exception_handler(Problem)
    def explain(_request: Request, problem: Problem) -> Response:
        return problem.response

    @site.exception_handler(HTTPException)
    def refuse(request: Request, error: HTTPException) -> Response:
        said = f"{request.method} {request.url.path}: {error.detail}; the calls are POST {', '.join(BODIES)}"
        return Problem(error.status_code, "no_such_call", said, error.headers or {}).response

    @site.exception_handler(ClientDisconnect)
    def give_up(_request: Request, _error: ClientDisconnect) -> Response:
        return Problem(400, "incomplete", "the connection ended before the body did").response

    @site.exception_handler(Exception)
    def confess(_request: Request, _error: Exception) -> Response:
        return Problem(500, "internal_error", "a mistake of ours; the log of the web process says more").response
