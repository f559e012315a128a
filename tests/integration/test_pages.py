"""The pages: what they show, whom they let in, and that only a POST unsubscribes."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, insert, select

from console.importing.door import shut_meanwhile
from console.publishing import publish_files
from console.web import web
from emails.folder_mailer import FolderMailer
from emails.message import Address, Content, Message
from emails.unsubscribe import Subscription, sign
from models.alarms import clear_alarm, raise_alarm
from models.database import begin, look
from models.tables import ACCOUNT, CLOSURE, CONTACT, HEARTBEAT, SUPPRESSION, TASK
from tests.first_month import first_month
from tests.people import signed_in
from tests.site import served
from workers.boot import App
from workers.clocks import machine_time
from workers.settings import Settings

SECRET = "a secret of tests"
EVIL = '<script>alert("x")</script>'


@pytest.fixture
def app(engine: Engine, tmp_path: Path, now: datetime) -> App:
    settings = Settings(TENURE_HOME=tmp_path)
    return App(settings, engine, lambda: now, FolderMailer(settings.outbox), SECRET)


@pytest.fixture
def page(app: App) -> Iterator[httpx.Client]:
    with served(web(app)) as client:
        yield signed_in(client, app.engine)


@pytest.fixture
def acme(engine: Engine, now: datetime) -> int:
    """An account named like an attack, with one contact; answer the contact's id."""
    account = {"id": 1, "key": "acme", "name": EVIL, "timezone": "UTC", "trial": False, "traits": {}, "created_at": now}
    contact = {"id": 7, "account_id": 1, "key": "jo", "email": "jo@acme.example", "role": "admin", "traits": {}}
    with begin(engine) as connection:
        connection.execute(insert(ACCOUNT), [account])
        connection.execute(insert(CONTACT), [contact | {"created_at": now}])
    return 7


def open_task(engine: Engine, now: datetime, **values: object) -> None:
    row = {
        "account_id": 1, "reason": "low-adoption", "title": f"Low adoption: {EVIL}", "because": "11 % is below 20 %",
        "evidence": {"usage.feature_adoption": 0.11}, "steps": ["Call them"], "priority": "high",
        "journey": "onboarding", "state": "open", "opened_at": now, "due_at": now + timedelta(days=1),
    }  # fmt: skip
    with begin(engine) as connection:
        connection.execute(insert(TASK), [row | values])


def put_mail(app: App, key: str = "k1", html: str = "<html><head></head><body>Hi</body></html>") -> None:
    content = Content("Create your first project", "", html, "Hi in text")
    sender = Address("hello@basecraft.example", "Basecraft")
    app.mailer.send(Message(key, Address("jo@acme.example", "Jo"), sender, content, "onboarding"))


def suppressions(engine: Engine) -> list[tuple[str, str, str]]:
    with look(engine) as connection:
        rows = connection.execute(select(SUPPRESSION.c.email, SUPPRESSION.c.topic, SUPPRESSION.c.reason))
        return [(email, topic, reason) for email, topic, reason in rows]


def token(contact: int = 7, topic: str = "onboarding") -> str:
    return sign(Subscription(contact, topic), SECRET)


def test_an_empty_installation_is_friendly(page: httpx.Client) -> None:
    shown = page.get("/").text

    assert "Nothing for you to do." in shown
    assert "No mail yet." in shown
    assert "tenure up" in shown


def test_a_task_is_shown_with_evidence_and_steps(page: httpx.Client, acme: int, engine: Engine, now: datetime) -> None:
    open_task(engine, now)

    shown = page.get("/").text

    for words in (
        "high",
        "11 % is below 20 %",
        "usage.feature_adoption",
        "11%",
        "Call them",
        "due in 1 d",
        "tenure why acme",
    ):
        assert words in shown


def test_no_name_becomes_markup(page: httpx.Client, acme: int, engine: Engine, now: datetime) -> None:
    open_task(engine, now)

    assert EVIL not in page.get("/").text


def test_the_outbox_lists_mails_and_opens_them(page: httpx.Client, app: App) -> None:
    put_mail(app)

    assert 'href="/mails/k1"' in page.get("/").text
    assert "Hi in text" in page.get("/mails/k1").text
    assert "<body>Hi</body>" in page.get("/mails/k1/html").text


def test_a_mail_is_shown_without_script_form_or_origin(page: httpx.Client, app: App) -> None:
    put_mail(app)

    policy = page.get("/mails/k1/html").headers["Content-Security-Policy"]

    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "form-action 'none'" in policy


@pytest.mark.parametrize("name", ["k2", "..%2Fsecret", "%2e%2e%2fsecret", "k1.eml", "a" * 5000])
def test_a_mail_that_is_not_there_is_not_found(page: httpx.Client, app: App, name: str) -> None:
    put_mail(app)

    assert page.get(f"/mails/{name}").status_code == 404


def test_the_machine_is_at_work_while_its_clock_beats(page: httpx.Client, engine: Engine, now: datetime) -> None:
    with begin(engine) as connection:
        connection.execute(insert(HEARTBEAT), [{"name": "clock", "at": now, "machine_at": machine_time()}])

    assert "<strong>At work</strong>" in page.get("/").text


def test_the_machine_is_not_at_work_when_its_clock_stopped(page: httpx.Client, engine: Engine, now: datetime) -> None:
    beat = {"name": "clock", "at": now, "machine_at": machine_time() - timedelta(minutes=5)}
    with begin(engine) as connection:
        connection.execute(insert(HEARTBEAT), [beat])

    assert "<strong>Not at work: no clock</strong>" in page.get("/").text


def test_a_shut_door_is_shown(page: httpx.Client, engine: Engine, now: datetime) -> None:
    with begin(engine) as connection:
        connection.execute(insert(CLOSURE), [{"name": "sendgrid", "because": "401: wrong key", "since": now}])

    assert "401: wrong key" in page.get("/").text


def test_an_import_that_is_running_is_shown(page: httpx.Client, engine: Engine, now: datetime) -> None:
    with shut_meanwhile(engine) as begins, begins():
        during = page.get("/").text

    assert "<strong>Import:</strong> an import is running since 20" in during
    assert "an import is running" not in page.get("/").text


def test_a_silent_feed_is_shown_until_it_is_over(page: httpx.Client, engine: Engine, now: datetime) -> None:
    with begin(engine) as connection:
        raise_alarm(connection, now - timedelta(hours=3), "silence", "product", "the product feed is <silent>")
    shown = page.get("/").text
    with begin(engine) as connection:
        clear_alarm(connection, now, "silence", "product")

    assert "<strong>The product feed is &lt;silent&gt;</strong>" in shown
    assert "Raised 3 h ago" in shown
    assert "nobody was told yet" in shown
    assert "product feed" not in page.get("/").text


@pytest.mark.parametrize("path", ["/", "/mails/none", "/unsubscribe/x", "/healthz", "/static/style.css", "/nowhere"])
def test_every_answer_has_the_headers(page: httpx.Client, path: str) -> None:
    headers = page.get(path).headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'; script-src 'self'; ")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/", "/unsubscribe/TOKEN"])
def test_no_page_has_a_script_or_a_style_within(page: httpx.Client, acme: int, path: str) -> None:
    shown = page.get(path.replace("TOKEN", token())).text

    assert not re.search(r"<script(?! src=\"/static/)|<style|\bstyle=|\bon\w+=|hx-on|javascript:", shown)


def test_opening_the_unsubscribe_link_changes_nothing(page: httpx.Client, acme: int, engine: Engine) -> None:
    assert page.get(f"/unsubscribe/{token()}").status_code == 200
    assert page.head(f"/unsubscribe/{token()}").status_code == 200
    assert suppressions(engine) == []


def test_the_unsubscribe_page_does_not_tell_the_whole_address(page: httpx.Client, acme: int) -> None:
    shown = page.get(f"/unsubscribe/{token()}").text

    assert "j…@acme.example" in shown
    assert "jo@acme.example" not in shown


def test_the_unsubscribe_page_says_whose_mails_they_are(page: httpx.Client, acme: int, app: App, now: datetime) -> None:
    with begin(app.engine) as connection:
        publish_files(connection, now, first_month(), by="a test")
        edition = app.editions.current(connection)

    assert edition is not None
    assert edition.book.program.product.name in page.get(f"/unsubscribe/{token()}").text


def test_one_click_unsubscribes_from_the_topic_once(page: httpx.Client, acme: int, engine: Engine) -> None:
    for _ in range(2):
        answer = page.post(f"/unsubscribe/{token()}", data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200

    assert suppressions(engine) == [("jo@acme.example", "onboarding", "unsubscribed")]


def test_everything_can_be_unsubscribed_at_once(page: httpx.Client, acme: int, engine: Engine) -> None:
    page.post(f"/unsubscribe/{token()}?everything=true")

    assert suppressions(engine) == [("jo@acme.example", "*", "unsubscribed")]


def test_a_contact_that_is_gone_is_answered_all_the_same(page: httpx.Client, engine: Engine) -> None:
    assert page.post(f"/unsubscribe/{token()}").status_code == 200
    assert suppressions(engine) == []


@pytest.mark.parametrize("wrong", ["x", "1.e30.AAAA", "%00", "é"])
def test_a_wrong_token_is_told_kindly_and_does_nothing(
    page: httpx.Client, acme: int, engine: Engine, wrong: str
) -> None:
    answers = [page.get(f"/unsubscribe/{wrong}"), page.post(f"/unsubscribe/{wrong}")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert all("copy it as a whole" in answer.text for answer in answers)
    assert suppressions(engine) == []


def test_health_tells_of_the_database(page: httpx.Client, engine: Engine) -> None:
    told = page.get("/healthz").json()

    assert (told["ok"], told["database"], told["current"]) == (True, engine.dialect.name, True)
