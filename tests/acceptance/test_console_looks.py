"""Every page as people meet it, on a desktop and a phone, light and dark: usable by all, no wider than the window."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import insert

from console.access.links import first_link, welcome_link
from emails.folder_mailer import FolderMailer
from emails.message import Address, Content, Message
from models.database import begin, make_engine
from models.migrate import upgrade
from models.tables import ACCOUNT, DRAFT, HEARTBEAT, TASK
from tests.axe import violations
from tests.browser import overflow, small_targets, tab
from tests.console import Console, installed
from tests.people import add_person, token_of

LOOKS = [(phone, dark) for phone in (False, True) for dark in (False, True)]
NAMES = [f"{'phone' if phone else 'desktop'} {'dark' if dark else 'light'}" for phone, dark in LOOKS]


class Look(NamedTuple):
    """How one looks at a page."""

    phone: bool
    dark: bool


LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """An installation with tasks, a mail and people, some with long names."""
    home = tmp_path_factory.mktemp("looks")
    engine = make_engine(f"sqlite:///{home}/tenure.db")
    upgrade(engine)
    with installed(engine, home) as console:
        furnish(console)
        yield console
    engine.dispose()


def furnish(console: Console) -> None:
    now = console.now
    account = {"id": 1, "key": "acme", "name": LONG, "timezone": "UTC", "trial": False, "traits": {}, "created_at": now}
    task = {
        "account_id": 1, "reason": "low-adoption", "title": f"Low adoption: {LONG}", "because": "11 % is below 20 %",
        "evidence": {"usage.feature_adoption": 0.11}, "steps": ["Call them"], "priority": "high", "guidance": {},
        "journey": "onboarding", "state": "open", "opened_at": now, "due_at": now + timedelta(days=1),
    }  # fmt: skip
    draft = {
        "task_id": 1, "mail": "qbr/quarterly-review", "subject": LONG, "text": f"Hi {LONG}\n\n  62 hours\n",
        "html": f'<html lang="en"><head><title>x</title></head><body>{LONG}</body></html>', "because": "",
    }  # fmt: skip
    with begin(console.engine) as connection:
        connection.execute(insert(ACCOUNT), [account])
        connection.execute(insert(TASK), [task | {"id": 1}])
        connection.execute(insert(DRAFT), [draft])
        connection.execute(insert(HEARTBEAT), [{"name": "clock", "at": now, "machine_at": now}])
    content = Content(LONG, "", '<html lang="en"><head><title>x</title></head><body>Hi</body></html>', "Hi")
    sender = Address("hello@basecraft.example", "Basecraft")
    FolderMailer(console.home / "outbox").send(Message("k1", Address("jo@acme.example", LONG), sender, content, "x"))
    add_person(console.engine, publish=True, send=True)
    add_person(console.engine, "csm", f"{LONG.lower().replace('ä', 'a')}@example.com")


@pytest.fixture(params=LOOKS, ids=NAMES)
def look(request: pytest.FixtureRequest) -> Look:
    return Look(*request.param)


def pages(console: Console) -> Iterator[tuple[str, str]]:
    """Every page that stands behind the gate, and every page that says no; by the words that must be on it."""
    yield "/", "Open tasks"
    yield "/mails/k1", "Desktop"
    yield "/tasks/1/draft", "Copy the text"
    yield "/users", "Add somebody"
    yield "/me", "Where you are signed in"
    yield "/mails/none", "There is nothing here"
    yield "/nowhere", "There is nothing here"


def test_every_page_of_those_who_are_signed_in(browser: Browser, console: Console, look: Look) -> None:
    token = token_of(console.engine, 1)
    with tab(browser, console.site().base_url, token, phone=look.phone, dark=look.dark) as page:
        for path, words in pages(console):
            page.goto(path)
            expect(page.get_by_text(words).first).to_be_visible()
            assert (path, violations(page), overflow(page), small_targets(page)) == (path, [], 0, [])


def test_a_draft_is_copied_as_it_is(browser: Browser, console: Console) -> None:
    with tab(browser, console.site().base_url, token_of(console.engine, 1)) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto("/tasks/1/draft")
        page.get_by_role("button", name="Copy the text").click()
        expect(page.get_by_text("Copied", exact=True)).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == f"Hi {LONG}\n\n  62 hours\n"
        page.get_by_role("button", name="Copy the subject").click()
        page.wait_for_function("async wanted => (await navigator.clipboard.readText()) === wanted", arg=LONG)


def test_people_as_they_change(browser: Browser, console: Console, look: Look) -> None:
    user_id = add_person(console.engine, email=f"{uuid.uuid4().hex}@example.com")
    with tab(browser, console.site().base_url, token_of(console.engine, 1), phone=look.phone, dark=look.dark) as page:
        page.goto("/users")
        person = page.locator(f"#person-{user_id}")
        person.get_by_role("button", name="New link").click()
        expect(person.get_by_label("Give this link to Admin Example")).to_be_visible()
        assert (violations(page), overflow(page), small_targets(page)) == ([], 0, [])
        person.get_by_role("button", name="Disable").click()
        expect(person.get_by_text("disabled", exact=True)).to_be_visible()
        page.locator("summary").click()
        assert (violations(page), overflow(page), small_targets(page)) == ([], 0, [])


def test_every_way_in(browser: Browser, console: Console, look: Look, tmp_path: Path) -> None:
    with begin(console.engine) as connection:
        welcome = welcome_link(connection, console.now, "", 2)
    with tab(browser, console.site().base_url, phone=look.phone, dark=look.dark) as page:
        for path in ("/sign-in", welcome, "/welcome/over", "/unsubscribe/x"):
            page.goto(path)
            assert (path, violations(page), overflow(page), small_targets(page)) == (path, [], 0, [])
        page.goto("/sign-in")
        page.get_by_role("button").click()
        expect(page.get_by_text("Your password is missing.")).to_be_visible()
        assert (violations(page), overflow(page)) == ([], 0)


def test_the_first_pages_of_a_new_installation(browser: Browser, look: Look, tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/tenure.db")
    upgrade(engine)
    with installed(engine, tmp_path) as console:
        with begin(engine) as connection:
            link = first_link(connection, console.now, "")
        with tab(browser, console.site().base_url, phone=look.phone, dark=look.dark) as page:
            for path in ("/first", link, "/first/over"):
                page.goto(path)
                assert (path, violations(page), overflow(page), small_targets(page)) == (path, [], 0, [])
    engine.dispose()


def test_the_keyboard_gets_past_the_navigation_and_into_the_menu(browser: Browser, console: Console) -> None:
    with tab(browser, console.site().base_url, token_of(console.engine, 1)) as page:
        page.goto("/me")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.get_by_label("Name", exact=True)).to_be_focused()
        page.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
        assert violations(page) == []
