"""Test mails: to oneself alone, marked, counted nowhere, and written down."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, Table, func, select, update

from console.workshop.tryout import MOST
from emails.outbox import Outbox
from emails.sendgrid_mailer import SendGridMailer
from models.database import begin, look
from models.doors import PROVIDER, shut
from models.tables import CONTACT, DECISION, TOUCHPOINT, TRYOUT
from tests.provider import Provider
from tests.workshop import Workshop, opened
from workers.clocks import machine_time

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # where the database hardly matters
DANA = "dana@ours.example"
HELLO = {"mail": "notes/hello"}


@pytest.fixture
def workshop(engine: Engine, tmp_path: Path, now: datetime) -> Iterator[Workshop]:
    with opened(engine, tmp_path, now) as workshop:
        yield workshop


@pytest.fixture
def page(workshop: Workshop) -> Iterator[httpx.Client]:
    """The browser of Dana, who may send."""
    with workshop.visit(send=True, email=DANA) as client:
        yield client


def tryouts(engine: Engine) -> list[tuple[object, ...]]:
    t = TRYOUT.c
    with look(engine) as connection:
        rows = connection.execute(select(t.mail, t.recipient, t.email, t.outcome, t.by).order_by(t.id))
        return [tuple(row) for row in rows]


def count(engine: Engine, *tables: Table) -> int:
    with look(engine) as connection:
        return sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)


@SQLITE
def test_a_test_goes_to_oneself_marked_in_subject_html_and_text(page: httpx.Client, workshop: Workshop) -> None:
    answer = page.post("/workshop/tryouts", data={**HELLO, "preview": "terse"})
    outbox = Outbox(workshop.app.settings.outbox)
    [listed] = outbox.latest()
    letter = outbox.open(listed.key)

    assert (answer.status_code, "Written." in answer.text) == (200, True)
    assert letter is not None
    assert (letter.to, letter.topic) == (DANA, "test")
    assert letter.subject.startswith("[Test] A note for ")
    assert "This is a test mail. Sent by dana@ours.example, to see what the made-up person" in letter.html
    assert letter.text.startswith("*** This is a test mail.")
    assert "Hello there" in letter.html


@SQLITE
def test_its_link_to_unsubscribe_changes_nothing(page: httpx.Client, workshop: Workshop) -> None:
    page.post("/workshop/tryouts", data=HELLO)
    outbox = Outbox(workshop.app.settings.outbox)
    letter = outbox.open(outbox.latest()[0].key)
    assert letter is not None
    link = letter.headers["List-Unsubscribe"].strip("<>").partition("8000")[2]

    assert page.post(link, data={"List-Unsubscribe": "One-Click"}).status_code == 410


def test_it_counts_as_no_touchpoint_and_is_written_down(page: httpx.Client, workshop: Workshop) -> None:
    workshop.account("acme")
    shown = page.post("/workshop/tryouts", data={**HELLO, "account": "acme"}).text

    assert count(workshop.app.engine, TOUCHPOINT, DECISION) == 0
    assert tryouts(workshop.app.engine) == [("notes/hello", "account acme, contact acme-ada", DANA, "accepted", DANA)]
    assert "to dana@ours.example, as account acme, contact acme-ada" in shown


def test_an_address_that_is_a_customers_is_refused_and_said_whose_it_is(workshop: Workshop) -> None:
    workshop.account("acme", name="Acme & Sons")
    with workshop.visit(send=True, email="ada@acme.example") as page:
        answer = page.post("/workshop/tryouts", data=HELLO)

    assert answer.status_code == 422
    assert "ada@acme.example is the address of a contact of Acme &amp; Sons (acme)" in answer.text
    assert Outbox(workshop.app.settings.outbox).count() == 0


@pytest.mark.parametrize(
    ("customer", "ours"), [("ada@acme.example", "ada+us@acme.example"), ("ada+crm@acme.example", "ada@acme.example")]
)
def test_another_way_to_write_a_customers_address_is_refused_too(workshop: Workshop, customer: str, ours: str) -> None:
    workshop.account("acme")
    with begin(workshop.app.engine) as connection:
        connection.execute(update(CONTACT).values(email=customer))
    with workshop.visit(send=True, email=ours) as page:
        refused = page.post("/workshop/tryouts", data=HELLO)
    with workshop.visit(send=True, email="ada_us@acme.example") as page:
        somebody_else = page.post("/workshop/tryouts", data=HELLO)

    assert (refused.status_code, somebody_else.status_code) == (422, 200)


@SQLITE
def test_no_other_address_can_be_asked_for(page: httpx.Client, workshop: Workshop) -> None:
    page.post("/workshop/tryouts", data={**HELLO, "email": "ada@acme.example", "to": "ada@acme.example"})

    assert [each.to for each in Outbox(workshop.app.settings.outbox).latest()] == [DANA]


@SQLITE
def test_who_may_not_send_is_refused(workshop: Workshop) -> None:
    with workshop.visit("admin") as page:
        assert page.post("/workshop/tryouts", data=HELLO).status_code == 403
        assert "you need the right to send" in page.get("/workshop/mails/notes/hello").text
    assert count(workshop.app.engine, TRYOUT) == 0


@SQLITE
def test_a_form_of_another_site_is_refused(page: httpx.Client, workshop: Workshop) -> None:
    del page.headers["X-CSRF-Token"]

    assert page.post("/workshop/tryouts", data=HELLO).status_code == 403
    assert count(workshop.app.engine, TRYOUT) == 0


def test_so_many_in_an_hour_are_enough(page: httpx.Client, workshop: Workshop) -> None:
    statuses = [page.post("/workshop/tryouts", data=HELLO).status_code for _ in range(MOST)]
    over = page.post("/workshop/tryouts", data=HELLO)

    assert statuses == [200] * MOST
    assert (over.status_code, f"you have sent {MOST} test mails within an hour" in over.text) == (422, True)
    assert Outbox(workshop.app.settings.outbox).count() == count(workshop.app.engine, TRYOUT) == MOST


@SQLITE
def test_what_is_shown_inside_the_product_is_not_mailed(page: httpx.Client, workshop: Workshop) -> None:
    answer = page.post("/workshop/tryouts", data={"mail": "notes/tour"})

    assert (answer.status_code, "inside the product" in answer.text) == (422, True)
    assert count(workshop.app.engine, TRYOUT) == 0


@SQLITE
def test_a_mail_with_a_mistake_is_not_tried_as_it_was_before(page: httpx.Client, workshop: Workshop) -> None:
    page.get("/workshop")
    workshop.write("emails/templates/notes/hello.md", "---\nsubject: cut off")
    answer = page.post("/workshop/tryouts", data=HELLO)

    assert (answer.status_code, "a test would show something older" in answer.text) == (422, True)
    assert count(workshop.app.engine, TRYOUT) == 0


@pytest.fixture
def by_sendgrid(engine: Engine, sendgrid: Provider, tmp_path: Path, now: datetime) -> Iterator[Workshop]:
    mailer = SendGridMailer("SG.test", sendgrid.url, deadline=2.0)
    with opened(engine, tmp_path, now, mailer) as workshop:
        yield workshop
    mailer.close()


def test_sendgrid_gets_it_under_a_category_of_its_own(by_sendgrid: Workshop, sendgrid: Provider) -> None:
    with by_sendgrid.visit(send=True, email=DANA) as page:
        answer = page.post("/workshop/tryouts", data=HELLO)
    entry = json.loads(sendgrid.file.read_text().splitlines()[-1])

    assert (answer.status_code, "The provider took it for dana@ours.example" in answer.text) == (200, True)
    assert entry["send_key"].startswith("test-")
    assert entry["categories"] == ["test"]


@SQLITE
@pytest.mark.parametrize(
    ("status", "told", "outcome"),
    [
        ("401", "the provider refuses our key", "locked"),
        ("400", "the provider refuses the mail", "refused"),
        ("500", "It may or may not have been sent", "unknown"),
    ],
)
def test_what_the_provider_says_is_told_plainly(
    by_sendgrid: Workshop, sendgrid: Provider, status: str, told: str, outcome: str
) -> None:
    sendgrid.script({"answer": status})
    with by_sendgrid.visit(send=True, email=DANA) as page:
        answer = page.post("/workshop/tryouts", data=HELLO)

    assert told in answer.text
    assert [row[3] for row in tryouts(by_sendgrid.app.engine)] == [outcome]


@SQLITE
def test_a_provider_that_wants_rest_is_left_alone(by_sendgrid: Workshop, sendgrid: Provider) -> None:
    with begin(by_sendgrid.app.engine) as connection:
        shut(connection, PROVIDER, "401: wrong key", machine_time(), None)
    with by_sendgrid.visit(send=True, email=DANA) as page:
        answer = page.post("/workshop/tryouts", data=HELLO)

    assert (answer.status_code, "the provider wants rest" in answer.text) == (422, True)
    assert sendgrid.accepted() == []
