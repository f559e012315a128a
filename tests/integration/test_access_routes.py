"""Every route of the site, tried by every role: nobody passes without the right, and no form without its token."""

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, event

from console.access.declared import PUBLIC, declared
from console.access.rights import Right, Role, rights_of
from console.web import web
from models.database import make_engine
from models.migrate import upgrade
from tests.people import signed_in
from tests.provider import PLAIN
from tests.site import served
from workers.boot import App, make_mailer
from workers.clocks import machine_time
from workers.settings import Settings

NOTHING = {"/sign-out", "/me/sign-out"}  # whoever tries these is no longer signed in for the next


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('routes')}/tenure.db")
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")  # what its pages show first takes seconds to put together
def site(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    settings = Settings(TENURE_HOME=tmp_path_factory.mktemp("home"))
    return web(App(settings, engine, machine_time, make_mailer(settings), "a secret"))


@pytest.fixture(scope="module")
def address_of_site(site: FastAPI) -> Iterator[httpx.URL]:
    with served(site) as client:
        yield client.base_url


@pytest.fixture(params=[*Role])
def person(
    request: pytest.FixtureRequest, address_of_site: httpx.URL, engine: Engine
) -> Iterator[tuple[Role, httpx.Client]]:
    """Somebody of each role, with no right besides it, and their browser."""
    with httpx.Client(base_url=address_of_site, verify=PLAIN, timeout=60) as client:
        email = f"{uuid.uuid4().hex}@example.com"
        yield request.param, signed_in(client, engine, request.param, email=email)


def routes(site: FastAPI) -> list[tuple[str, str, frozenset[Right]]]:
    found = [(method, path, rights) for (method, path), rights in declared(site).items() if rights]
    assert len(found) > 15
    return found


def address(path: str) -> str:
    """A path with something in every place that it leaves open."""
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda place: "999999" if place[1] == "user_id" else "x", path)


def status(client: httpx.Client, method: str, path: str, **headers: str) -> int:
    with client.stream(method, address(path), headers=headers) as answer:  # a stream of events never ends
        return answer.status_code


def test_nobody_who_is_not_signed_in_gets_anywhere(site: FastAPI) -> None:
    with served(site) as stranger:
        answers = {(method, path): status(stranger, method, path) for method, path, _ in routes(site)}

    assert set(answers.values()) == {303}


def test_a_role_gets_where_its_rights_lead_and_nowhere_else(site: FastAPI, person: tuple[Role, httpx.Client]) -> None:
    role, client = person
    may = rights_of(role, publish=False, send=False)
    tried = [each for each in routes(site) if each[1] not in NOTHING]
    refused = {(method, path) for method, path, _ in tried if status(client, method, path) == 403}

    assert refused == {(method, path) for method, path, rights in tried if not rights <= may}


def test_without_the_token_nothing_is_changed_whoever_asks(site: FastAPI, person: tuple[Role, httpx.Client]) -> None:
    _, client = person
    unsafe = [(method, path) for method, path, _ in routes(site) if method not in {"GET", "HEAD"}]
    answers = {
        (method, path): status(client, method, path, **{"X-CSRF-Token": token})
        for method, path in unsafe
        for token in ("", "0" * 64)
    }

    assert set(answers.values()) == {403}


def test_from_another_site_nothing_is_changed_whoever_asks(site: FastAPI, person: tuple[Role, httpx.Client]) -> None:
    _, client = person
    unsafe = [(method, path) for method, path, _ in routes(site) if method not in {"GET", "HEAD"}]

    assert {status(client, *each, **{"Sec-Fetch-Site": "cross-site"}) for each in unsafe} == {403}
    assert {status(client, *each, Origin="https://evil.example") for each in unsafe} == {403}


@pytest.mark.parametrize("path", ["/sign-in", "/first", "/first/x", "/welcome/x"])
def test_nor_by_the_forms_of_those_who_are_not_signed_in(site: FastAPI, path: str) -> None:
    with served(site) as stranger:
        assert stranger.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_route_that_says_nothing_of_rights_lets_no_site_start(site: FastAPI) -> None:
    careless = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    careless.get("/everything")(lambda: "about everybody")

    with pytest.raises(LookupError, match="/everything must ask for a right"):
        declared(careless)


def test_what_is_public_is_listed_by_hand() -> None:
    ours = {"/healthz", "/unsubscribe/{token}", "/surveys/{token}", "/surveys/brand.css"}
    ours |= {"/webhooks/stripe", "/webhooks/sendgrid"}

    product = {f"/in-app/{rest}" for rest in ("tenure.js", "messages", "{rest:path}")}
    message = {f"/in-app/messages/{{key}}/{what}" for what in ("show", "seen", "dismissed", "clicked")}

    assert ours | product | message | {"/sign-in", "/first", "/first/{token}", "/welcome/{token}"} == PUBLIC


def test_no_lookup_of_sign_ins_slows_what_products_tell(site: FastAPI, engine: Engine) -> None:
    asked: list[str] = []
    with served(site) as product:
        event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
        product.cookies.set("tenure", "x")
        product.post("/v1/track", json={"userId": "amy", "event": "task created"})
        before = len(asked)
        product.get("/")

    assert not [statement for statement in asked[:before] if "sign_in" in statement]
    assert [statement for statement in asked[before:] if "sign_in" in statement]


def test_folders_of_ours_are_no_way_out_of_them(site: FastAPI, tmp_path: Path) -> None:
    with served(site) as stranger:
        for path in ("/static/../web.py", "/static/%2e%2e/web.py", "/static/..%2fweb.py", "/static/"):
            assert stranger.get(path).status_code in {303, 404}
        assert stranger.get("/static/htmx.min.js").headers["Cache-Control"] == "no-cache"
