"""Who is let in to the pages."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from console.web import web
from models.database import make_engine
from models.migrate import downgrade, upgrade
from tests.site import served
from workers.boot import App, make_mailer
from workers.settings import Settings

PUBLIC = [("GET", "/healthz", 200), ("GET", "/style.css", 200), ("POST", "/unsubscribe/x", 404)]

Site = Callable[..., httpx.Client]


@pytest.fixture
def site(tmp_path: Path, now: datetime) -> Iterator[Site]:
    """Answer a client of the pages of an installation with these environment variables."""
    engine = make_engine(f"sqlite:///{tmp_path}/tenure.db")
    upgrade(engine)
    with ExitStack() as stack:

        def serve(host: str | None = None, **settings: str) -> httpx.Client:
            chosen = Settings.model_validate({"TENURE_HOME": tmp_path, **settings})
            app = App(chosen, engine, lambda: now, make_mailer(chosen), "secret")
            return stack.enter_context(served(web(app), host))

        yield serve
    engine.dispose()


def test_without_a_password_this_machine_may_look(site: Site) -> None:
    assert site().get("/").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "192.168.1.5:8000"])
def test_without_a_password_nobody_else_may(site: Site, host: str) -> None:
    answer = site(host).get("/")

    assert answer.status_code == 403
    assert "TENURE_CONSOLE_PASSWORD" in answer.text


def test_with_a_password_it_is_asked_for(site: Site) -> None:
    page = site("cs.example", TENURE_CONSOLE_PASSWORD="s3cret")

    assert page.get("/").headers["WWW-Authenticate"].startswith("Basic")
    assert page.get("/", auth=("me", "wrong")).status_code == 401
    assert page.get("/", auth=("me", "s3cret")).status_code == 200


@pytest.mark.parametrize("path", ["/", "/mails/k", "/mails/k/html"])
def test_where_real_mail_leaves_no_page_is_open_without_a_password(site: Site, path: str) -> None:
    assert site(SENDGRID_API_KEY="SG.x").get(path).status_code == 503


@pytest.mark.parametrize(("method", "path", "status"), PUBLIC)
def test_health_and_unsubscribe_are_public_always(site: Site, method: str, path: str, status: int) -> None:
    page = site("mail.example", SENDGRID_API_KEY="SG.x", TENURE_CONSOLE_PASSWORD="s3cret")

    assert page.request(method, path).status_code == status


def test_a_database_of_another_version_is_told_not_traced(site: Site, tmp_path: Path) -> None:
    page = site()
    downgrade(make_engine(f"sqlite:///{tmp_path}/tenure.db"), "base")

    answers = page.get("/"), page.get("/healthz")

    assert [answer.status_code for answer in answers] == [503, 503]
    assert "tenure migrate" in answers[0].text


def test_a_mistake_of_ours_is_a_page_with_all_headers(site: Site, tmp_path: Path) -> None:
    page = site()
    (tmp_path / "outbox").mkdir()
    (tmp_path / "outbox/k1.eml").mkdir()

    answer = page.get("/mails/k1")

    assert answer.status_code == 500
    assert "mistake of ours" in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
