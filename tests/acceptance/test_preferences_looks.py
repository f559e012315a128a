"""Choosing one's mails in a real browser: on a desktop and a phone, light and dark, for everybody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from models.consent import suppress
from models.database import begin
from tests.axe import violations
from tests.browser import overflow, small_targets, tab
from tests.choosing import link, program, visiting
from tests.world import World

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def site(world: World) -> Iterator[str]:
    world.publish(program())
    world.account("acme")
    with visiting(world) as client:
        yield str(client.base_url)


def looks_right(page: Page, shots: Path, name: str) -> None:
    page.screenshot(path=str(shots / f"{name}.png"), full_page=True)
    assert (name, violations(page), overflow(page), small_targets(page)) == (name, [], 0, [])


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_somebody_stops_a_topic_chooses_and_comes_back(
    browser: Browser, site: str, world: World, tmp_path: Path, phone: bool, dark: bool
) -> None:
    with tab(browser, site, phone=phone, dark=dark) as page:
        page.goto(link(world))
        looks_right(page, tmp_path, "asked")
        page.get_by_role("button", name="Stop mails about “Getting started”").click()
        expect(page.get_by_role("status")).to_contain_text("You are unsubscribed from Getting started.")
        expect(page.get_by_role("checkbox", name="Getting started")).not_to_be_checked()
        looks_right(page, tmp_path, "stopped")
        page.get_by_role("checkbox", name="Getting started").check()
        page.get_by_role("checkbox", name="What is new").uncheck()
        page.get_by_role("button", name="Save my choice").click()
        expect(page.get_by_role("checkbox", name="Getting started")).to_be_checked()
        expect(page.get_by_role("checkbox", name="What is new")).not_to_be_checked()
        page.get_by_role("button", name="Stop every mail").click()
        expect(page.get_by_role("status")).to_contain_text("from everything but Payments")
        looks_right(page, tmp_path, "ended")
        page.get_by_role("button", name="Get all of them again").click()
        expect(page.get_by_role("status")).to_contain_text("Welcome back.")
        with begin(world.engine) as connection:
            suppress(connection, world.now, "ada@acme.example", "*", "complained", "a test")
        page.goto(link(world))
        expect(page.get_by_role("heading")).to_have_text("You get no mails from us")
        looks_right(page, tmp_path, "barred")
