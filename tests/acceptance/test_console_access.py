"""Coming in, in a real browser: the first admin, signing in and out, one-time links, and who may do what."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from console.access.rights import Role
from tests.browser import tab
from tests.console import Console, installed
from tests.people import PASSWORD, add_person, token_of

NEW = "staple battery horse correct"


@pytest.fixture
def console(engine: Engine, tmp_path: Path) -> Iterator[Console]:
    with installed(engine, tmp_path) as console:
        yield console


def fill(page: Page, **fields: str) -> None:
    for label, value in fields.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(value)


def test_from_nobody_to_a_second_person_who_signs_in(browser: Browser, console: Console) -> None:
    site = console.site().base_url
    with tab(browser, site) as ada, tab(browser, site) as bo:
        ada.goto("/")
        expect(ada).to_have_url(f"{str(site).rstrip('/')}/first")
        fill(ada, Your_name="Ada", Mail_address="ada@example.com", Password=PASSWORD, The_same_once_more=PASSWORD)
        ada.get_by_role("button", name="Create the first admin").click()
        expect(ada.get_by_role("heading", name="Open tasks")).to_be_visible()

        ada.get_by_role("link", name="Users").click()
        form = ada.get_by_role("region", name="Add somebody")
        form.get_by_label("Name").fill("Bo")
        form.get_by_label("Mail address").fill("bo@example.com")
        form.get_by_label("Role").select_option("marketer")
        form.get_by_label("may send").check()
        form.get_by_role("button").click()
        link = ada.get_by_label("Give this link to Bo").input_value()

        bo.goto(link.replace("http://127.0.0.1:8000", str(site).rstrip("/")))
        expect(bo.get_by_role("heading", name="Hello, Bo")).to_be_visible()
        fill(bo, Password=NEW, The_same_once_more=NEW)
        bo.get_by_role("button", name="Choose it and sign in").click()
        expect(bo.get_by_role("link", name="Workshop")).to_be_visible()
        expect(bo.get_by_role("link", name="Users")).to_have_count(0)

        bo.locator("summary").click()
        bo.get_by_role("button", name="Sign out").click()
        expect(bo.get_by_role("heading", name="Sign in")).to_be_visible()
        bo.goto("/users")
        fill(bo, Mail_address="bo@example.com", Password=NEW)
        bo.get_by_role("button", name="Sign in").click()
        expect(bo.get_by_role("heading", name="Not for you, as things are")).to_be_visible()


def test_mistakes_stand_beside_their_fields_and_what_was_typed_stays(browser: Browser, console: Console) -> None:
    with tab(browser, console.site().base_url) as page:
        page.goto("/first")
        fill(page, Your_name="Ada", Mail_address="ada", Password="short", The_same_once_more="other")
        page.get_by_role("button").click()

        expect(page.get_by_label("Your name")).to_have_value("Ada")
        expect(page.get_by_label("Mail address")).to_have_value("ada")
        expect(page.get_by_label("Mail address")).to_have_accessible_description(
            "This is not a mail address, such as dana@example.com."
        )
        expect(page.get_by_label("Password", exact=True)).to_have_value("")
        expect(page.get_by_label("The same once more")).to_have_accessible_description("This is not the same as above.")


def test_a_wrong_password_is_told_and_the_address_stays(browser: Browser, console: Console) -> None:
    add_person(console.engine, Role.CSM)
    with tab(browser, console.site().base_url) as page:
        page.goto("/sign-in")
        fill(page, Mail_address="csm@example.com", Password="not it")
        page.keyboard.press("Enter")

        expect(page.get_by_role("alert")).to_have_text("This address and this password do not belong together.")
        expect(page.get_by_label("Mail address")).to_have_value("csm@example.com")
        expect(page.get_by_label("Password")).to_be_focused()


def test_an_admin_changes_rights_where_they_stand_and_the_keyboard_stays_there(
    browser: Browser, console: Console
) -> None:
    token, other = token_of(console.engine, add_person(console.engine)), add_person(console.engine, Role.CSM)
    with tab(browser, console.site().base_url, token) as page:
        page.goto("/users")
        person = page.locator(f"#person-{other}")
        person.get_by_label("Role").select_option("operator")
        person.get_by_label("may publish").check()
        person.get_by_role("button", name="Save").click()
        expect(person.get_by_role("status")).to_have_text("Saved.")
        expect(person.get_by_role("button", name="Save")).to_be_focused()

        page.reload()
        expect(person.get_by_label("Role")).to_have_value("operator")
        expect(person.get_by_label("may publish")).to_be_checked()


def test_the_last_admin_is_kept_with_the_reason(browser: Browser, console: Console) -> None:
    me = add_person(console.engine)
    with tab(browser, console.site().base_url, token_of(console.engine, me)) as page:
        page.goto("/users")
        page.get_by_role("button", name="Disable").click()

        expect(page.get_by_role("alert")).to_contain_text("make somebody else one first")


def test_who_is_disabled_is_sent_to_sign_in_by_the_next_click(browser: Browser, console: Console) -> None:
    site, admin = console.site().base_url, add_person(console.engine)
    add_person(console.engine, Role.ADMIN, "other@example.com")
    other = token_of(console.engine, 2)
    with tab(browser, site, token_of(console.engine, admin)) as page, tab(browser, site, other) as theirs:
        theirs.goto("/users")
        page.goto("/users")
        page.locator("#person-2").get_by_role("button", name="Disable").click()
        expect(page.locator("#person-2").get_by_role("button", name="Let in again")).to_be_visible()
        theirs.locator("#person-1").get_by_role("button", name="Save").click()

        expect(theirs.get_by_role("heading", name="Sign in")).to_be_visible()


def test_changing_the_password_says_what_it_means_elsewhere(browser: Browser, console: Console) -> None:
    site, me = console.site().base_url, add_person(console.engine, Role.VIEWER)
    with (
        tab(browser, site, token_of(console.engine, me)) as here,
        tab(browser, site, token_of(console.engine, me)) as elsewhere,
    ):
        here.goto("/me")
        fill(here, Present_password=PASSWORD, New_password=NEW, The_same_once_more=NEW)
        here.get_by_role("button", name="Change the password").click()
        expect(here.get_by_role("status")).to_contain_text("Every other browser is signed out")
        elsewhere.goto("/")

        expect(elsewhere.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_foreign_page_cannot_make_a_signed_in_browser_do_anything(browser: Browser, console: Console) -> None:
    me = add_person(console.engine)
    site = str(console.site().base_url).rstrip("/")
    with tab(browser, site, token_of(console.engine, me)) as page:
        page.route(
            "https://evil.example/", lambda route: route.fulfill(body=EVIL.format(site=site), content_type="text/html")
        )
        page.goto("https://evil.example/")
        page.get_by_role("button").click()
        expect(page).to_have_url(f"{site}/")  # nobody was signed in as far as that form could tell

        page.goto("/me")
        expect(page.get_by_role("heading", name="Admin Example")).to_be_visible()


def test_without_scripts_every_form_works(browser: Browser, console: Console) -> None:
    me = add_person(console.engine)
    site = str(console.site().base_url).rstrip("/")
    context = browser.new_context(base_url=site, java_script_enabled=False)
    context.add_cookies([{"name": "tenure", "value": token_of(console.engine, me), "url": site}])
    page = context.new_page()
    page.goto("/users")
    page.get_by_role("button", name="New link").click()

    expect(page.get_by_label("Give this link to Admin Example")).to_have_value(
        re.compile(r"^http://127\.0\.0\.1:8000/welcome/[\w-]{43}$")
    )
    context.close()


EVIL = '<form method="post" action="{site}/users/1/disable"><button>Win a prize</button></form>'
