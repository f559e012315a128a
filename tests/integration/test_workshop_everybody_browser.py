"""Who would read something odd, asked in the workshop in a real Chromium."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import Engine

from models.database import begin
from models.facts import ContactFacts
from models.intake import record_contacts
from tests.axe import violations
from tests.browser import overflow, small_targets, tab
from tests.workshop import HELLO, MAIL, Workshop, opened

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # a browser knows no database
PAGE = "/workshop/mails/notes/hello"
BUTTON = "Look at everybody who could get it"
EVIL = "<img src=x onerror=alert(1)>\u202egnp.exe\u202c & Sons-of-a-very-long-name-that-goes-on-and-on-and-on"


@pytest.fixture
def workshop(engine: Engine, tmp_path: Path, now: datetime) -> Iterator[Workshop]:
    with opened(engine, tmp_path, now) as workshop:
        people = {
            "acme": ("N/A", "Acme"),
            "evil": ("ADA", EVIL),
            "globex": ("Gus", "Globex"),
            "initech": ("Test", "Initech"),
        }
        for key, (_, name) in people.items():
            workshop.account(key, name=name)
        called = [
            ContactFacts(f"{key}-ada", key, {"first_name": first, "role": "admin", "email": f"ada@{key}.example"})
            for key, (first, _) in people.items()
        ]
        with begin(engine) as connection:
            record_contacts(connection, now, called)
        yield workshop


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_marketer_looks_at_everybody_reads_and_follows_a_name(
    workshop: Workshop, browser: Browser, phone: bool, dark: bool
) -> None:
    with tab(browser, workshop.url, workshop.token(), phone=phone, dark=dark) as page:
        page.goto(PAGE)
        page.get_by_role("link", name="Real accounts").click()
        page.get_by_role("button", name=BUTTON).click()
        section = page.locator("#everybody")

        expect(section.get_by_role("alert")).to_contain_text(
            "Some would read something odd. 4 accounts with 4 contacts"
        )
        expect(section.get_by_role("heading", name="A name that nobody has 2")).to_be_visible()
        expect(section).not_to_contain_text("Globex")
        assert (violations(page), overflow(page), small_targets(page)) == ([], 0, [])

        section.get_by_role("link", name="Acme").click()
        expect(page.get_by_role("link", name="Acme")).to_have_attribute("aria-current", "true")
        expect(page.frame_locator('iframe[data-view="desktop"]').get_by_role("heading")).to_have_text("Hello N/A")
        page.go_back()
        expect(section.get_by_role("link", name="Acme")).to_be_visible()  # the answer is still there


def test_once_it_is_mended_everybody_can_be_asked_again(workshop: Workshop, browser: Browser) -> None:
    with tab(browser, workshop.url, workshop.token()) as page:
        page.goto(f"{PAGE}?view=accounts")
        expect(page.locator("#live")).to_have_attribute("data-state", "on")
        page.get_by_role("button", name=BUTTON).click()
        expect(page.get_by_role("button", name="Look again")).to_be_visible()
        workshop.write(HELLO, MAIL.replace('{{ contact.first_name | default("there") }}', "there"))
        page.get_by_role("button", name=BUTTON).click()

        expect(page.get_by_role("heading", name="A name that is cut off 1")).to_be_visible()
        expect(page.locator("#everybody")).not_to_contain_text("Acme")


def test_it_works_without_scripts(workshop: Workshop, browser: Browser) -> None:
    context = browser.new_context(base_url=workshop.url, java_script_enabled=False)
    try:
        context.add_cookies([{"name": "tenure", "value": workshop.token(), "url": workshop.url}])
        page = context.new_page()
        page.goto(f"{PAGE}?view=accounts&preview=terse")
        page.get_by_role("button", name=BUTTON).click()

        expect(page).to_have_url(f"{workshop.url}/workshop/everybody/notes/hello?preview=terse")
        expect(page.locator("#everybody").get_by_role("link", name="Acme")).to_be_visible()
    finally:
        context.close()
