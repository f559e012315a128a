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
from tests.people import signed_in
from tests.site import served
from workers.boot import App, make_mailer
from workers.settings import Settings

PUBLIC = [("GET", "/healthz", 200), ("GET", "/static/style.css", 200), ("POST", "/unsubscribe/x", 404)]

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


@pytest.mark.parametrize("path", ["/", "/mails/k", "/mails/k/html", "/users", "/me"])
def test_no_page_is_open_to_whom_nobody_knows(site: Site, path: str) -> None:
    answer = site().get(path)

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize(("method", "path", "status"), PUBLIC)
def test_health_and_unsubscribe_are_public_always(site: Site, method: str, path: str, status: int) -> None:
    page = site("mail.example", SENDGRID_API_KEY="SG.x")

    assert page.request(method, path).status_code == status


def test_a_database_of_another_version_is_told_not_traced(site: Site, tmp_path: Path) -> None:
    page = site()
    downgrade(make_engine(f"sqlite:///{tmp_path}/tenure.db"), "base")

    answers = page.get("/sign-in"), page.get("/healthz")

    assert [answer.status_code for answer in answers] == [503, 503]
    assert "tenure migrate" in answers[0].text


def test_a_mistake_of_ours_is_a_page_with_all_headers(site: Site, tmp_path: Path) -> None:
    page = signed_in(site(), make_engine(f"sqlite:///{tmp_path}/tenure.db"))
    (tmp_path / "outbox").mkdir()
    (tmp_path / "outbox/k1.eml").mkdir()

    answer = page.get("/mails/k1")

    assert answer.status_code == 500
    assert "mistake of ours" in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
