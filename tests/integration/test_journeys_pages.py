"""The pages of the journeys: each at a glance, and one drawn along its days, for everybody who is signed in."""

import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import Engine, insert, select

from models.database import begin, look
from models.tables import CLOSURE, DAYBOOK, ENROLLMENT
from tests.axe import violations
from tests.browser import overflow, small_targets, tab
from tests.workshop import JOURNEY, Workshop, opened

EVIL = "<script>alert(1)</script> and a title that goes on and on and on"
MANY = "".join(
    f"  - {{id: step-{n}, day: {n * 9}, email: notes/hello, when: account.seats > {n}}}\n" for n in range(2, 11)
)
FORK = """\
  - id: fork
    day: 120
    choose:
      - {when: usage.feature_adoption < 20% or signals.risks >= 1, email: notes/hello}
      - {when: milestones.first_project, in_app: notes/tour}
      - else: {handoff: low-adoption}
"""


@pytest.fixture
def workshop(engine: Engine, tmp_path: Path, now: datetime) -> Iterator[Workshop]:
    """Two journeys in force: one of twelve steps and one of a single step; an account stands in the longer one."""
    with opened(engine, tmp_path, now) as workshop:
        workshop.write("journeys/definitions/notes.yaml", JOURNEY + MANY + FORK)
        single = JOURNEY.replace("First notes", f'"{EVIL}"').replace("priority: 10", "priority: 5")
        single = single.partition("  - {id: tour")[0]
        workshop.write("journeys/definitions/single.yaml", single)
        workshop.publish()
        workshop.account("acme")
        stand(workshop, now, "notes", "fork")
        yield workshop


@pytest.fixture
def viewer(workshop: Workshop) -> Iterator[httpx.Client]:
    with workshop.visit("viewer") as client:
        yield client


def stand(workshop: Workshop, now: datetime, journey: str, step: str) -> None:
    """Let the account stand at a step."""
    row = {
        "account_id": 1, "journey": journey, "occurrence": "once", "publication_id": 1, "state": "open", "step": step,
        "started_at": now, "wake_at": now + timedelta(days=1), "standing": "", "because": "",
    }  # fmt: skip
    with begin(workshop.app.engine) as connection:
        connection.execute(insert(ENROLLMENT), [row])


def test_all_journeys_stand_on_one_page_with_how_many_are_in_them(viewer: httpx.Client) -> None:
    page = viewer.get("/journeys").text
    assert re.findall(r'href="/journeys/([\w-]+)"', page) == ["notes", "single"]
    assert "12 steps, day 0 to 120" in page
    assert 'href="/journeys/' not in viewer.get("/journeys?kind=unheard-of").text
    assert re.search(
        r'<span class="number">1</span> in it now.*<span class="number">0</span> in it now', page, re.DOTALL
    )
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_a_journey_is_drawn_with_its_days_conditions_and_mails(viewer: httpx.Client) -> None:
    page = viewer.get("/journeys/notes").text
    assert re.findall(r">Day (\d+)<", page)[:3] == ["0", "1", "18"]
    assert 'href="/workshop/mails/notes/hello"' in page
    assert "<title>usage.feature_adoption &lt; 20% or signals.risks &gt;= 1</title>" in page
    assert "feature adoption is below 20% or" in page
    assert page.count(">1 here<") == 2  # drawn for a desk and for a phone
    assert " style=" not in page


def test_what_is_no_longer_in_force_is_told_and_has_no_page(workshop: Workshop, viewer: httpx.Client) -> None:
    stand(workshop, workshop.app.now(), "withdrawn", "step")
    assert "<code>withdrawn</code> 1 waiting" in viewer.get("/journeys").text
    assert viewer.get("/journeys/withdrawn").status_code == 404


def test_before_anything_is_published_the_page_says_how(engine: Engine, tmp_path: Path, now: datetime) -> None:
    with opened(engine, tmp_path, now) as workshop, workshop.visit("viewer") as client:
        assert "No journey is in force" in client.get("/journeys").text
        assert client.get("/journeys/notes").status_code == 404


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)], ids=["desktop light", "phone dark"])
def test_everybody_can_use_the_pages(workshop: Workshop, browser: Browser, phone: bool, dark: bool) -> None:
    with tab(browser, workshop.url, workshop.token("viewer"), phone=phone, dark=dark) as page:
        for path in ("/journeys", "/journeys/single", "/journeys/notes"):
            page.goto(path)
            assert (path, violations(page), overflow(page), small_targets(page)) == (path, [], 0, [])
        expect(page.get_by_role("group", name="First notes, drawn along its days")).to_have_count(1)
        page.get_by_role("link", name="notes/tour").last.click()
        expect(page).to_have_url(f"{workshop.url}/workshop/mails/notes/tour")


def form(client: httpx.Client, **fields: str) -> dict[str, str]:
    """Answer what the form on the page of a journey sends."""
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/journeys/notes").text)
    assert token
    return {"csrf": token[1], **fields}


def test_whoever_may_stops_a_journey_with_a_reason_and_lets_it_go_on(workshop: Workshop) -> None:
    with workshop.visit("operator") as client:
        said = form(client, because="the boards are down")
        assert client.post("/journeys/notes/pause", data=said).status_code == 303
        for path in ("/", "/journeys/notes"):
            assert ": the boards are down</strong>" in client.get(path).text
        assert '<span class="badge stopped">paused</span>' in client.get("/journeys").text
        assert client.post("/journeys/notes/resume", data=said).status_code == 303
        assert "the boards are down" not in client.get("/journeys/notes").text
        assert client.post("/journeys/nothing/pause", data=said).status_code == 404


def test_whoever_lets_go_on_opens_what_they_saw_and_nothing_that_was_shut_meanwhile(
    workshop: Workshop, now: datetime
) -> None:
    def doors() -> list[str]:
        with look(workshop.app.engine) as connection:
            return [*connection.execute(select(CLOSURE.c.name).order_by(CLOSURE.c.name)).scalars()]

    with workshop.visit("operator") as client:
        client.post("/journeys/notes/pause", data=form(client, because="the boards are down"))
        seen = re.findall(r'name="door" value="([^"]+)"', client.get("/journeys/notes").text)
        assert seen == ["paused notes"]
        client.post("/journeys/notes/resume", data=form(client, door="paused notes"))
        with begin(workshop.app.engine) as connection:
            row = {"name": "journey notes", "because": "too many", "since": now, "until": None}
            connection.execute(insert(CLOSURE), row)
        client.post("/journeys/notes/resume", data=form(client, door="paused notes"))  # somebody else was quicker
        assert doors() == ["journey notes"]
        assert 'href="/journeys/notes">look at the journey' in client.get("/").text
        client.post("/journeys/notes/pause", data=form(client, because="who are they?"))
        page = client.get("/journeys/notes").text
        assert "Take back the pause" in page
        assert "Its budget still holds it then" in page
        client.post("/journeys/notes/resume", data=form(client, door="paused notes"))
        assert doors() == ["journey notes"]
        client.post("/journeys/notes/resume", data=form(client, door="journey notes"))
        assert doors() == []


def test_whoever_may_not_has_no_button_and_is_refused(viewer: httpx.Client) -> None:
    assert "Pause this journey" not in viewer.get("/journeys/notes").text
    token = re.search(r'name="csrf" value="([^"]+)"', viewer.get("/journeys/notes").text)
    assert token
    assert viewer.post("/journeys/notes/pause", data={"csrf": token[1]}).status_code == 403


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_what_is_stopped_can_be_read_and_used_by_all(
    workshop: Workshop, now: datetime, browser: Browser, phone: bool, dark: bool, tmp_path: Path
) -> None:
    with workshop.visit("operator") as client:
        client.post("/journeys/notes/pause", data=form(client, because="the boards are down"))
        why = "notes wants to send 1,840 mails today, and its peak of the last 100 days was 120"
        with begin(workshop.app.engine) as connection:
            doors = [("journey single", why), ("commercial", "7 of 100 mails of the last 7 days bounced for good")]
            rows = [{"name": name, "because": because, "since": now, "until": None} for name, because in doors]
            connection.execute(insert(CLOSURE), rows)
            day = {"day": now.date(), "due": 14, "sent": 9, "held": 1, "skipped": {"condition": 2}}
            connection.execute(insert(DAYBOOK), [day | {"journey": "notes"}, day | {"journey": "a-longer-name" * 5}])
        token = client.cookies["tenure"]
        for path in ("/", "/journeys", "/journeys/notes", "/journeys/single"):
            with tab(browser, workshop.url, token, phone=phone, dark=dark) as page:
                page.goto(path)
                assert not violations(page)
                assert not overflow(page)
                assert not small_targets(page)
                if folder := os.environ.get("LOOKS_FOLDER"):
                    page.screenshot(path=f"{folder}/{path.replace('/', '_')}-{phone}-{dark}.png", full_page=True)
