"""Releases on the pages: everybody sees them, who has the right publishes, and only what was shown."""

import re
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import Engine

from console.access.tokens import csrf_of
from models.archive import files_of, releases
from models.database import look
from tests.axe import violations
from tests.browser import overflow, small_targets, tab
from tests.people import add_person, token_of
from tests.workshop import GERMAN, HELLO, MAIL, Workshop, opened

NEW = MAIL.replace("subject: A note", "subject: A letter")
LOCALE = "emails/templates/notes/hello.de.md"
EVIL = "<img src=x onerror=alert(1)> \u202egnp.exe\u202c \x1b[31m and on and on and on"


@pytest.fixture
def workshop(engine: Engine, tmp_path: Path, now: datetime) -> Iterator[Workshop]:
    """A program whose first release is in force."""
    with opened(engine, tmp_path, now) as workshop:
        workshop.publish()
        yield workshop


@pytest.fixture
def dana(workshop: Workshop) -> Iterator[httpx.Client]:
    """The browser of a marketer who may publish."""
    with publisher(workshop, "dana@ours.example") as client:
        yield client


def token(workshop: Workshop, email: str, role: str = "marketer") -> str:
    return token_of(workshop.app.engine, add_person(workshop.app.engine, role, email, publish=True))


def publisher(workshop: Workshop, email: str) -> httpx.Client:
    signed = token(workshop, email)
    headers = {"X-CSRF-Token": csrf_of(signed)}
    return httpx.Client(base_url=workshop.url, cookies={"tenure": signed}, headers=headers, trust_env=False, timeout=60)


def form(client: httpx.Client, path: str = "/releases", **more: str) -> dict[str, str]:
    """What the form on that page sends."""
    found = re.search(r'name="shown" value="([0-9a-f]{64})"', client.get(path).text)
    assert found is not None, "there is no form"
    return {"shown": found[1], **more}


def kept(workshop: Workshop) -> list[tuple[int, str, str, int | None]]:
    """Every release: its number, who, why, and what it restores; the newest first."""
    with look(workshop.app.engine) as connection:
        return [(row.number, row.published_by, row.because, row.restores) for row in releases(connection)]


def in_force(workshop: Workshop, path: str = HELLO) -> str | None:
    with look(workshop.app.engine) as connection:
        return files_of(connection, 10**6).get(path)


def test_who_may_publish_puts_in_force_what_is_shown(workshop: Workshop, dana: httpx.Client) -> None:
    workshop.write(HELLO, NEW)
    page = dana.get("/releases").text
    done = dana.post("/releases", data=form(dana, note="  say\nletter "))

    assert "A letter for {{ account.name }}" in page
    assert re.search(r"1 changed, \d+ unchanged", page)
    assert (done.status_code, done.headers["Location"]) == (303, "/releases")
    assert kept(workshop)[0] == (2, "dana@ours.example", "say letter", None)
    assert in_force(workshop) == NEW
    assert HELLO in dana.get("/releases/2").text
    assert "nothing to publish" in dana.get("/releases").text


def test_who_may_not_sees_it_all_and_is_refused(workshop: Workshop, dana: httpx.Client) -> None:
    workshop.write(HELLO, NEW)
    sent = form(dana)
    with workshop.visit("admin") as admin:
        page = admin.get("/releases").text
        answers = [admin.post(path, data=sent).status_code for path in ("/releases", "/releases/1")]

    assert HELLO in page
    assert "Release 1" in page
    assert 'method="post" action="/releases"' not in page
    assert answers == [403, 403]
    assert len(kept(workshop)) == 1


def test_without_the_token_nothing_is_published(workshop: Workshop, dana: httpx.Client) -> None:
    workshop.write(HELLO, NEW)
    sent = form(dana)

    assert dana.post("/releases", data=sent, headers={"X-CSRF-Token": "x"}).status_code == 403
    assert len(kept(workshop)) == 1


def test_files_that_changed_meanwhile_are_shown_anew(workshop: Workshop, dana: httpx.Client) -> None:
    workshop.write(HELLO, NEW)
    sent = form(dana, note="my <why>")
    workshop.write(HELLO, NEW.replace("A letter", "A postcard"))
    refused = dana.post("/releases", data=sent)

    assert refused.status_code == 409
    assert "no longer what you saw" in refused.text
    assert "A postcard" in refused.text
    assert 'value="my &lt;why&gt;"' in refused.text
    assert len(kept(workshop)) == 1


def test_a_release_of_somebody_else_meanwhile_is_shown_too(workshop: Workshop, dana: httpx.Client) -> None:
    workshop.write(HELLO, NEW)
    sent = form(dana)
    workshop.publish()
    workshop.write(HELLO, MAIL)
    workshop.publish()
    workshop.write(HELLO, NEW)  # the very files that were shown, but not after the same release
    refused = dana.post("/releases", data=sent)

    assert refused.status_code == 409
    assert "Release 3" in refused.text
    assert len(kept(workshop)) == 3


def test_of_two_people_at_once_one_publishes(workshop: Workshop, dana: httpx.Client) -> None:
    workshop.write(HELLO, NEW)
    with publisher(workshop, "eve@ours.example") as eve:
        sent, answers = form(dana), []
        both = [
            threading.Thread(target=lambda who=who: answers.append(who.post("/releases", data=sent)))
            for who in (dana, eve)
        ]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()

    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert len(kept(workshop)) == 2


def test_a_file_is_withdrawn_only_with_its_box_ticked(workshop: Workshop, dana: httpx.Client) -> None:
    (workshop.folder / LOCALE).unlink()
    refused = dana.post("/releases", data=form(dana))
    before = in_force(workshop, LOCALE)
    done = dana.post("/releases", data=form(dana, withdraw="yes"))

    assert refused.status_code == 409
    assert "tick the box" in refused.text
    assert "Withdraw 1 file that is in force" in refused.text
    assert before == GERMAN
    assert done.status_code == 303
    assert in_force(workshop, LOCALE) is None


def test_mistakes_take_the_button_away_and_are_told(workshop: Workshop, dana: httpx.Client) -> None:
    workshop.write(HELLO, NEW)
    sent = form(dana)
    workshop.write(HELLO, MAIL.replace("account.name }}, with", "account.nme }}, with"))
    page, refused = dana.get("/releases").text, dana.post("/releases", data=sent)

    assert "there is no field &#34;account.nme&#34;: did you mean &#34;account.name&#34;?" in page
    assert f"{HELLO}:8:" in page
    assert 'name="shown"' not in page
    assert refused.status_code == 409
    assert len(kept(workshop)) == 1


def test_an_earlier_release_is_put_in_force_again(workshop: Workshop, dana: httpx.Client) -> None:
    workshop.write(HELLO, NEW)
    dana.post("/releases", data=form(dana))
    stale = form(dana, "/releases/1")
    done = dana.post("/releases/1", data=form(dana, "/releases/1", note="too stiff"))
    again = dana.post("/releases/1", data=stale)

    assert done.status_code == 303
    assert kept(workshop)[0] == (3, "dana@ours.example", "too stiff", 1)
    assert in_force(workshop) == MAIL
    assert again.status_code == 409
    assert "Put release 2 in force again" in dana.get("/releases").text
    assert "what is in force says the same" in dana.get("/releases/3").text
    assert dana.get("/releases/9").status_code == dana.get("/releases/x").status_code == 404


def test_a_note_moves_no_terminal_and_turns_no_letters(workshop: Workshop, dana: httpx.Client) -> None:
    workshop.write(HELLO, NEW)
    dana.post("/releases", data=form(dana, note=EVIL))

    assert kept(workshop)[0][2] == "<img src=x onerror=alert(1)> gnp.exe [31m and on and on and on"
    assert "<img src=x" not in dana.get("/releases").text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # a browser knows no database
def test_in_a_browser_everybody_can_use_it(workshop: Workshop, browser: Browser) -> None:
    workshop.write(HELLO, NEW.replace("A letter", "<b>" + "A very long letter" * 12))
    workshop.write(f"emails/templates/notes/{'long-name-' * 9}x.md", MAIL)
    (workshop.folder / LOCALE).unlink()
    signed = token(workshop, f"{'long' * 14}@ours.example", "admin")  # who has the most places to go to
    for phone, dark in ((False, False), (True, True), (True, False), (False, True)):
        with tab(browser, workshop.url, signed, phone=phone, dark=dark) as page:
            for path in ("/releases", "/releases/1"):
                page.goto(path)
                assert (path, violations(page), overflow(page), small_targets(page)) == (path, [], 0, [])
    with tab(browser, workshop.url, signed) as page:
        page.goto("/releases")
        page.get_by_label("Why").fill(EVIL)
        page.get_by_label("Withdraw 1 file").check()
        page.get_by_role("button", name="Publish").click()
        expect(page.get_by_role("listitem").filter(has_text="in force").first).to_contain_text("Release 2")
        page.get_by_role("link", name="Put release 1 in force again").click()
        page.get_by_label("Withdraw 1 file").check()
        page.get_by_role("button", name="Put release 1 in force again").click()
        expect(page.get_by_role("link", name="Release 3")).to_be_visible()
        assert (violations(page), overflow(page)) == ([], 0)

    assert kept(workshop)[0][3] == 1
