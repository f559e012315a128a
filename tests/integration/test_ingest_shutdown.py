"""A web process that is told to stop first answers what it has taken."""

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import httpx
import uvicorn
from sqlalchemy import Engine
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console.web import web
from models.tables import WAITING
from tests.ingest import KEY, held, ingesting_app, rows

PATIENCE = 30.0
BATCH = {"batch": [{"type": "track", "userId": "amy", "event": "project created", "messageId": "m1"}]}


def test_what_was_taken_is_recorded_and_answered(engine: Engine, tmp_path: Path, now: datetime) -> None:
    door = Arrivals(web(ingesting_app(engine, tmp_path, lambda: now)))
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(2) as threads:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1/batch"
        server = uvicorn.Server(uvicorn.Config(door, log_level="error", lifespan="off"))
        with held(engine):
            serving = threads.submit(server.run, [listener])
            answer = threads.submit(httpx.post, url, json=BATCH, auth=(KEY, ""), timeout=PATIENCE)
            assert door.arrived.wait(PATIENCE)
            server.should_exit = True
            while server.servers and server.servers[0].is_serving():
                time.sleep(0.01)
            assert not answer.done()
        serving.result(PATIENCE)

    assert answer.result().json() == {"success": True}
    assert rows(engine, WAITING, "key") == [("m1",)]


class Arrivals:
    """An application that tells when the body of a request has come in."""

    def __init__(self, site: ASGIApp) -> None:
        """Watch the requests to a site."""
        self._site = site
        self.arrived = threading.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the site does."""

        async def watch() -> Message:
            message = await receive()
            if not message.get("more_body"):
                self.arrived.set()
            return message

        await self._site(scope, watch, send)
