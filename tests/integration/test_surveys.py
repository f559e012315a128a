"""Surveys over HTTP: a GET never answers, a POST does, once, and what was answered is an event of that person's."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, insert, update

from console.program_files import read_program
from models.database import begin
from models.tables import CONTACT, ENROLLMENT, EVENT
from tests.surveys import answers, link, pages, publish, surveying_app

EVIL = '"><script>alert("x")</script>'
NPS = "journeys/surveys/nps.yaml"
ON_TIME, RESULTS = "Finish projects on time", "Show results to leadership or clients"


@pytest.fixture
def page(engine: Engine, tmp_path: Path, now: datetime) -> Iterator[httpx.Client]:
    with pages(surveying_app(engine, tmp_path, now)) as client:
        yield client


def test_to_open_a_link_answers_nothing_however_it_is_opened(page: httpx.Client, engine: Engine) -> None:
    for opened in (page.get(link()), page.get(f"{link()}?score=9"), page.head(f"{link()}?score=0")):
        assert opened.status_code == 200

    assert answers(engine) == []


def test_a_link_with_an_answer_only_chooses_it(page: httpx.Client) -> None:
    shown = page.get(f"{link()}?score=9").text

    assert 'value="9" checked' in shown
    assert shown.count("checked") == 1
    assert "checked" not in page.get(f"{link()}?score=11").text


def test_an_answer_is_an_event_of_the_person_who_was_asked(page: httpx.Client, engine: Engine) -> None:
    said = page.post(link(), data={"score": "9", "comment": " It saves us a day.\r\nReally. "})

    assert (said.status_code, "Your answer is in" in said.text) == (200, True)
    told = {"score": 9, "comment": "It saves us a day.\nReally."}
    assert answers(engine) == [("nps answered", 7, told, "survey")]


def test_who_answers_again_is_thanked_and_changes_nothing(page: httpx.Client, engine: Engine) -> None:
    page.post(link(), data={"score": "9"})

    for again in (page.post(link(), data={"score": "0"}), page.post(link()), page.get(link())):
        assert (again.status_code, "Thank you, we have your answer" in again.text) == (200, True)
    assert [told for _, _, told, _ in answers(engine)] == [{"score": 9}]


def test_of_many_who_answer_at_the_same_moment_one_is_first(page: httpx.Client, engine: Engine) -> None:
    with ThreadPoolExecutor(6) as together:
        said = [*together.map(lambda score: page.post(link(), data={"score": f"{score}"}).text, range(6))]

    assert sum("Your answer is in" in text for text in said) == 1
    assert sum("we have your answer" in text for text in said) == 5
    assert len(answers(engine)) == 1


def test_an_answer_that_is_none_is_asked_for_again(page: httpx.Client, engine: Engine) -> None:
    for score in ("", "11", "9.5", "nine"):
        said = page.post(link(), data={"score": score, "comment": EVIL})

        assert (said.status_code, "Nothing was sent" in said.text) == (422, True)
        assert ("&lt;script&gt;" in said.text, EVIL in said.text) == (True, False)
    for due in ("soon", "2027-02-30", "9999-01-01"):
        assert page.post(link("success-goals"), data={"goals.0": ON_TIME, "due": due}).status_code == 422
    assert answers(engine) == []


def test_what_is_too_long_is_kept_on_the_page_to_be_shortened(page: httpx.Client, engine: Engine) -> None:
    said = page.post(link(), data={"score": "5", "comment": "x" * 2001})

    assert (said.status_code, "2,001 characters long" in said.text, "x" * 2001 in said.text) == (422, True, True)
    assert answers(engine) == []


def test_goals_are_chosen_said_in_own_words_and_dated(page: httpx.Client, engine: Engine) -> None:
    goals = {"goals.0": ON_TIME, "goals.4": RESULTS, "goals.other": " Fewer   meetings\u202e ", "more": "x"}
    page.post(link("success-goals"), data=goals | {"target": "Nine of ten", "due": "2027-03-31"})

    ((name, _, told, _),) = answers(engine)
    assert name == "goals stated"
    assert told == {
        "goals": [ON_TIME, RESULTS, "Fewer meetings"],
        "target": "Nine of ten", "due": "2027-03-31",
    }  # fmt: skip


def test_a_page_that_was_open_while_the_choices_moved_answers_what_it_said(
    page: httpx.Client, engine: Engine, now: datetime
) -> None:
    path = "journeys/surveys/success-goals.yaml"
    publish(engine, now, {path: read_program()[path].replace(f"      - {ON_TIME}\n", "")})

    gone = page.post(link("success-goals"), data={"goals.0": ON_TIME})
    page.post(link("success-goals"), data={"goals.4": RESULTS})

    assert (gone.status_code, "Please choose again" in gone.text) == (422, True)
    assert [told for _, _, told, _ in answers(engine)] == [{"goals": [RESULTS]}]


def test_the_reasons_of_who_leaves_are_kept_by_short_names(page: httpx.Client, engine: Engine) -> None:
    page.post(link("cancellation"), data={"reason": "too hard", "call": "yes", "switching_to": ""})

    ((name, _, told, _),) = answers(engine)
    assert (name, told) == ("cancellation answered", {"reason": "too hard", "call": "yes"})


def test_the_satisfaction_with_a_ticket_names_the_ticket(page: httpx.Client, engine: Engine, now: datetime) -> None:
    solved = {
        "message_id": "t", "account_id": 1, "feed": "support", "name": "ticket solved", "at": now, "received_at": now,
        "amount": 1, "digest": "", "properties": {"ticket": "T-7"}, "reserved": True, "implied": False, "origin": "",
    }  # fmt: skip
    with begin(engine) as connection:
        connection.execute(insert(EVENT), [solved])
        connection.execute(update(ENROLLMENT).values(started_at=now))

    page.post(link("csat"), data={"score": "2"})

    assert answers(engine)[-1][2] == {"score": 2, "ticket": "T-7"}


def test_every_survey_of_one_mail_is_answered_by_itself(page: httpx.Client, engine: Engine) -> None:
    page.post(link("nps"), data={"score": "9"})
    page.post(link("csat"), data={"score": "4"})

    assert [name for name, *_ in answers(engine)] == ["nps answered", "csat answered"]


def test_the_link_of_a_test_mail_shows_everything_and_keeps_nothing(page: httpx.Client, engine: Engine) -> None:
    address = link("nps", "looked-at")

    for shown in (page.get(address), page.post(address, data={"score": "9"}), page.post(address, data={"score": "1"})):
        assert "nothing that is answered here is kept" in shown.text
    assert answers(engine) == []


def test_a_link_that_we_did_not_sign_says_so(page: httpx.Client) -> None:
    for token in ("x", "1.x.y", link().removeprefix("/surveys/") + "x", "1." * 4000):
        for said in (page.get(f"/surveys/{token}"), page.post(f"/surveys/{token}", data={"score": "9"})):
            assert (said.status_code, "This link is not complete" in said.text) == (404, True)


def test_a_survey_that_was_withdrawn_is_over(page: httpx.Client, engine: Engine, now: datetime) -> None:
    publish(engine, now, {NPS: None})

    for said in (page.get(link()), page.post(link(), data={"score": "9"})):
        assert (said.status_code, "This survey is over" in said.text) == (410, True)
    assert answers(engine) == []


def test_a_link_that_chose_what_is_no_longer_asked_still_works(
    page: httpx.Client, engine: Engine, now: datetime
) -> None:
    shorter = "title: x\nthanks: y\nevent: nps answered\nquestions: [{id: score, ask: How?, scale: 0 to 5}]\n"
    publish(engine, now, {NPS: shorter})

    assert "checked" not in page.get(f"{link()}?score=9").text
    assert page.post(link(), data={"score": "5"}).status_code == 200


def test_who_turned_out_to_be_somebody_else_answers_as_that_one(
    page: httpx.Client, engine: Engine, now: datetime
) -> None:
    owner = {"id": 8, "account_id": 1, "key": "joanna", "role": "admin", "traits": {}, "told": {}, "created_at": now}
    with begin(engine) as connection:
        connection.execute(insert(CONTACT), [owner])
        connection.execute(update(CONTACT).where(CONTACT.c.id == 7).values(merged_into=8))

    page.post(link(), data={"score": "9"})

    assert [contact for _, contact, *_ in answers(engine)] == [8]


def test_the_page_is_in_the_name_and_the_colors_of_the_company(page: httpx.Client) -> None:
    shown, style = page.get(link()).text, page.get("/surveys/brand.css")

    assert "Cadence Labs asks" in shown
    assert "friend or colleague?" in shown
    assert "{product}" not in shown
    assert style.headers["Content-Type"].startswith("text/css")
    assert "--accent: #12664f" in style.text


def test_a_logo_may_be_shown_and_nothing_else_from_there(page: httpx.Client, engine: Engine, now: datetime) -> None:
    path = "emails/themes/brand.yaml"
    logo = "\nlogo: {src: https://www.cadence.example/logo.png, alt: Cadence, width: 140}\n"
    brand = (Path(__file__).parents[2] / path).read_text("utf-8") + logo
    publish(engine, now, {path: brand})

    shown = page.get(link())

    assert 'src="https://www.cadence.example/logo.png"' in shown.text
    assert "img-src 'self' https://www.cadence.example/logo.png;" in shown.headers["Content-Security-Policy"]
    assert "script-src 'self';" in shown.headers["Content-Security-Policy"]
