"""Other people's clients, unmodified, pointed at our door: they never notice, and nothing is lost or counted twice."""

import subprocess
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from rudderstack.analytics.client import Client as Rudder
from segment.analytics.client import Client as Segment
from sqlalchemy import Engine
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console.ingest.door import PLACE, ingest
from console.web import web
from models.tables import ACCOUNT, CONTACT, EVENT, EVENT_TOTAL, REFUSAL
from tests.ingest import KEY, held, ingesting_app, rows
from tests.site import served
from workers.boot import App
from workers.clocks import machine_time

PATIENCE = 60.0

Client = Callable[[str, int], None]  # by the address of the API: every kind of call, and so many events more


@pytest.fixture
def app(engine: Engine, tmp_path: Path) -> App:
    return ingesting_app(engine, tmp_path, machine_time)


def segment(url: str, count: int, *, gzip: bool = False) -> None:
    errors: list[Exception] = []
    client = Segment(KEY, host=url, gzip=gzip, on_error=lambda error, _: errors.append(error), upload_interval=0.05)
    call_everything(client)
    for number in range(count):
        client.track("amy", "task created", message_id=f"segment-{number}")
    client.shutdown()
    assert errors == []


def rudder(url: str, count: int, *, gzip: bool = True) -> None:
    errors: list[Exception] = []
    client = Rudder(KEY, host=url, gzip=gzip, on_error=lambda error, _: errors.append(error), upload_interval=0.05)
    call_everything(client)
    for number in range(count):
        client.track("amy", "task created", message_id=f"rudder-{number}")
    client.shutdown()
    assert errors == []


def call_everything(client: Any) -> None:
    """Make one call of every kind. (RudderStack's client sends a person's traits within the context.)"""
    who = {"user_id": "amy", "anonymous_id": "visitor-amy"}
    client.track(**who, event="project created", properties={"name": "Moon"})  # before anybody knows of her or Acme
    client.identify(**who, traits={"email": "Amy@acme.example", "first_name": "Amy"})
    client.group(**who, group_id="acme", traits={"name": "Acme", "plan": "pro", "seats": 25})
    client.page(**who, name="Pricing", properties={"url": "https://acme.example"})
    client.screen(**who, name="Home")
    client.alias("amy-before", "amy")


def for_node(place: Path) -> Client:
    def run(url: str, count: int) -> None:
        command = ["node", "segment.mjs", url, KEY, str(count)]
        ended = subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=PATIENCE, check=False)
        assert ended.returncode == 0, ended.stderr

    return run


@pytest.mark.parametrize("gzip", [False, True])
@pytest.mark.parametrize("client", [segment, rudder])
def test_a_client_for_python_is_served(app: App, client: Callable[..., None], gzip: bool) -> None:
    with served(web(app)) as site:
        client(str(site.base_url), 3, gzip=gzip)

    check(app)


def test_the_client_for_node_is_served(app: App, node: Path) -> None:
    with served(web(app)) as site:
        for_node(node)(str(site.base_url), 3)

    check(app)


def check(app: App) -> None:
    """Look at what one client told with every kind of call, and three events."""
    assert rows(app.engine, REFUSAL, "reason") == []
    assert rows(app.engine, ACCOUNT, "key", "name", "plan", "seats") == [("acme", "Acme", "pro", 25)]
    people = rows(app.engine, CONTACT, "key", "email", "first_name", "merged_into")
    assert [person[:3] for person in people if person[3] is None] == [("amy", "amy@acme.example", "Amy")]
    assert dict(rows(app.engine, EVENT_TOTAL, "name", "amount")) == {
        "project created": 1, "page viewed": 1, "screen viewed": 1, "task created": 3
    }  # fmt: skip


def test_under_overload_clients_come_again_and_nothing_is_lost_or_counted_twice(app: App, node: Path) -> None:
    door = FastAPI()
    door.mount(PLACE, ingest(app, room=120))
    statuses = Statuses(door)
    with served(statuses) as site:
        url = str(site.base_url)
        threads = [threading.Thread(target=client, args=(url, 300)) for client in (segment, rudder, for_node(node))]
        with held(app.engine):
            for thread in threads:
                thread.start()
            assert statuses.refused.wait(PATIENCE), statuses.seen
        for thread in threads:
            thread.join(PATIENCE)

    assert statuses.seen.keys() == {200, 429}
    assert rows(app.engine, REFUSAL, "reason") == []
    assert dict(rows(app.engine, EVENT_TOTAL, "name", "amount"))["task created"] == 900
    assert len([name for (name,) in rows(app.engine, EVENT, "name") if name == "task created"]) == 900


class Statuses:
    """An application that counts how another answers, and tells when it first says 429."""

    def __init__(self, site: ASGIApp) -> None:
        """Count the answers of a site."""
        self._site = site
        self.seen: Counter[int] = Counter()
        self.refused = threading.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the site does."""

        async def count(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.seen[message["status"]] += 1
                if message["status"] == 429:
                    self.refused.set()
            await send(message)

        await self._site(scope, receive, count)
