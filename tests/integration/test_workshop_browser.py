"""The workshop in a real Chromium: what a marketer sees, beside a text editor."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect
from sqlalchemy import Engine

from tests.axe import violations
from tests.browser import overflow, small_targets, tab
from tests.workshop import HELLO, MAIL, Workshop, opened

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # a browser knows no database
PAGE = "/workshop/mails/notes/hello"
EVIL = "<img src=x onerror=alert(1)>\u202egnp.exe\u202c & Sons of a very long name that goes on and on and on"


@pytest.fixture
def workshop(engine: Engine, tmp_path: Path, now: datetime) -> Iterator[Workshop]:
    with opened(engine, tmp_path, now) as workshop:
        yield workshop


@pytest.fixture
def page(workshop: Workshop, browser: Browser) -> Iterator[Page]:
    """The tab of a marketer who may send."""
    with tab(browser, workshop.url, workshop.token(send=True, email="dana@ours.example")) as page:
        yield page


def frame(page: Page, view: str = "desktop") -> FrameLocator:
    return page.frame_locator(f'iframe[data-view="{view}"]')


def is_live(page: Page) -> None:
    """Wait until the page follows the folder."""
    expect(page.locator("#live")).to_have_attribute("data-state", "on")


def test_the_gallery_leads_to_a_mail_by_its_picture_and_words(page: Page) -> None:
    page.goto("/workshop")
    expect(page.frame_locator(".thumb iframe").first.get_by_role("heading")).to_have_text("Hello Ada")
    page.get_by_role("searchbox").fill("guten")
    expect(page.locator(".card-of-mail")).to_have_count(1)
    page.get_by_role("link", name="Hello").click()

    expect(page).to_have_url(f"{page.url.partition('/workshop')[0]}{PAGE}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello")


def test_a_mail_is_seen_on_desktop_on_a_phone_and_in_the_dark(page: Page) -> None:
    page.goto(PAGE)
    for view in ("desktop", "phone", "dark"):
        expect(frame(page, view).get_by_role("heading")).to_have_text("Hello Ada")
    seen = {view: ground(page, view) for view in ("desktop", "dark")}
    width = page.locator('iframe[data-view="phone"]').evaluate("it => it.contentWindow.innerWidth")

    assert seen == {"desktop": "light", "dark": "dark"}
    assert width == 390


def test_a_frame_is_as_long_as_its_mail(page: Page) -> None:
    page.goto(PAGE)
    is_live(page)
    page.wait_for_function("!!document.querySelector('iframe[data-view=desktop]').contentDocument.querySelector('h1')")

    page.wait_for_function("""() => [...document.querySelectorAll('iframe[data-view]')].every(it =>
        it.contentDocument.documentElement.scrollHeight <= it.contentWindow.innerHeight)""")


def test_an_account_is_found_and_chosen_by_the_keyboard(page: Page, workshop: Workshop) -> None:
    workshop.account("acme", name=EVIL)
    page.goto(PAGE)
    page.get_by_role("searchbox", name="real account").press_sequentially("sons")
    expect(page.locator("#found a")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(frame(page).get_by_text("This note is for <img src=x onerror=alert(1)>")).to_be_visible()
    assert "account=acme" in page.url
    expect(page.locator(".chip.account")).to_contain_text("<img src=x onerror=alert(1)>gnp.exe & Sons")


def test_what_is_saved_is_seen_at_once_where_one_was(page: Page, workshop: Workshop) -> None:
    page.goto(f"{PAGE}?preview=terse")
    expect(frame(page).get_by_role("heading")).to_have_text("Hello there")
    is_live(page)
    page.get_by_role("searchbox", name="real account").fill("half a na")
    page.evaluate("window.scrollTo(0, 500)")
    workshop.write(HELLO, MAIL.replace("# Hello", "# Good morning"))

    expect(frame(page).get_by_role("heading")).to_have_text("Good morning there")
    expect(page.locator(".chip[aria-current]").first).to_have_text("terse")
    expect(page.get_by_role("searchbox", name="real account")).to_have_value("half a na")
    assert page.evaluate("window.scrollY") == 500


def test_with_a_mistake_the_mail_stays_until_it_is_mended(page: Page, workshop: Workshop) -> None:
    page.goto(PAGE)
    is_live(page)
    workshop.write(HELLO, MAIL.replace("account.name }}, with", "account.nme }}, with"))
    expect(page.get_by_role("alert")).to_contain_text('there is no field "account.nme": did you mean "account.name"?')
    expect(frame(page).get_by_text("This note is for Brightwater")).to_be_visible()
    page.get_by_role("alert").get_by_role("link", name="line 8").click()
    expect(page.locator("#L8.error")).to_be_in_viewport()
    workshop.write(HELLO, MAIL)

    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_mail_in_a_folder_that_was_not_there_appears(page: Page, workshop: Workshop) -> None:
    page.goto("/workshop")
    is_live(page)
    workshop.write("emails/templates/renewal/ahead.md", MAIL)

    expect(page.get_by_role("heading", name="Renewal")).to_be_visible()
    expect(page.get_by_role("link", name="Ahead")).to_be_visible()


def test_a_mail_that_is_taken_away_says_so_and_is_shown_again_once_it_is_back(page: Page, workshop: Workshop) -> None:
    page.goto(PAGE)
    is_live(page)
    (workshop.folder / HELLO).unlink()
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    workshop.write(HELLO, MAIL)

    expect(frame(page).get_by_role("heading")).to_have_text("Hello Ada")


def test_a_broken_connection_says_so_and_comes_back(page: Page, workshop: Workshop) -> None:
    page.route("**/workshop/changes", lambda route: route.abort())
    page.goto(PAGE)
    expect(page.get_by_text("Connection lost: trying again")).to_be_visible()
    workshop.write(HELLO, MAIL.replace("# Hello", "# Good morning"))
    page.unroute("**/workshop/changes")

    is_live(page)
    expect(frame(page).get_by_role("heading")).to_have_text("Good morning Ada")


def test_what_changed_is_marked_word_by_word(page: Page, workshop: Workshop) -> None:
    workshop.publish()
    workshop.write(HELLO, MAIL.replace("one thing", "two things"))
    page.goto(PAGE)
    page.get_by_role("link", name="Changes").click()

    expect(page.locator(".diff .new mark").first).to_have_text("two")
    expect(page.get_by_text("In force is release 1, published by Maya")).to_be_visible()


def test_a_test_mail_is_one_click_and_its_fate_is_told_in_place(page: Page) -> None:
    page.goto(PAGE)
    page.get_by_role("button", name="Send it to me as a test").click()

    expect(page.locator("#tryout").get_by_role("alert")).to_contain_text(
        "Written. No provider is set on this machine, so it lies among the mails on the first page"
    )
    expect(page.locator(".sent li")).to_contain_text("accepted")
    assert page.url.endswith(PAGE)


def test_a_refused_test_mail_is_told_in_place(workshop: Workshop, browser: Browser) -> None:
    workshop.account("acme")
    with tab(browser, workshop.url, workshop.token(send=True, email="ada@acme.example")) as page:
        page.goto(PAGE)
        page.get_by_role("button", name="Send it to me as a test").click()

        expect(page.locator("#tryout").get_by_role("alert")).to_contain_text(
            "is the address of a contact of Acme (acme)"
        )


def test_a_viewer_sees_mails_and_finds_no_accounts(workshop: Workshop, browser: Browser) -> None:
    with tab(browser, workshop.url, workshop.token("viewer")) as page:
        page.goto("/workshop")
        page.get_by_role("link", name="Hello").click()

        expect(frame(page).get_by_role("heading")).to_have_text("Hello Ada")
        expect(page.get_by_role("searchbox")).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_everybody_can_use_it(workshop: Workshop, browser: Browser, phone: bool, dark: bool) -> None:
    workshop.account("acme", name=EVIL)
    workshop.publish()
    workshop.write(HELLO, MAIL.replace("This note", "Just checking in. This note"))
    with tab(browser, workshop.url, workshop.token(send=True), phone=phone, dark=dark) as page:
        for path in ("/workshop", PAGE, f"{PAGE}?account=acme", f"{PAGE}?view=changes"):
            page.goto(path)
            is_live(page)

            assert violations(page) == []
            assert overflow(page) == 0
            assert small_targets(page) == []


def test_a_mistake_can_be_read_by_everybody(workshop: Workshop, browser: Browser) -> None:
    workshop.write(HELLO, MAIL.replace("account.name }}, with", "account.nme }}, with"))
    with tab(browser, workshop.url, workshop.token(), phone=True) as page:
        page.goto(PAGE)

        assert violations(page) == []
        assert overflow(page) == 0


def ground(page: Page, view: str) -> str:
    """Answer whether the ground of a mail is light or dark."""
    place = page.locator(f'iframe[data-view="{view}"]')
    color = place.evaluate("it => getComputedStyle(it.contentDocument.querySelector('.sheet')).backgroundColor")
    return "dark" if sum(map(int, color.strip("rgba()").split(",")[:3])) < 200 else "light"
