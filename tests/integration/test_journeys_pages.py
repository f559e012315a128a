"""The pages of the journeys: each at a glance, and one drawn along its days, for everybody who is signed in."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import Engine, insert

from models.database import begin
from models.tables import ENROLLMENT
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
