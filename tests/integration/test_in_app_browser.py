"""Messages inside a product in a real Chromium: a page with a strict policy and styles that reach for all."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from console.publishing import publish_files
from console.web import web
from emails.folder_mailer import FolderMailer
from models.database import begin, look, make_engine
from models.facts import AccountFacts, ContactFacts, EventFacts
from models.intake import record_accounts, record_contacts, record_events
from models.migrate import upgrade
from models.tables import ACCOUNT, EVENT, TOUCHPOINT
from tests.axe import violations
from tests.browser import overflow, tab
from tests.in_app import ORIGIN, SECRET, files, signed
from tests.site import served
from workers.advance import advance_accounts
from workers.boot import App
from workers.settings import Settings

NOW = datetime.fromisoformat("2026-03-02T10:00:00+00:00")
POLICY = (
    "default-src 'none'; script-src {0}; connect-src {0}; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
PAGE = """<!doctype html><html lang="en"><head><title>Cadence</title><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/look.css"></head><body><main><h1>Projects</h1><p><label>Name <input></label></p></main>
<script src="{tenure}/in-app/tenure.js" async
  data-account="{account}" data-user="{user}" data-expires="{expires}" data-signature="{signature}"></script>
</body></html>"""
REACHING = "section, h2, a, button { display: none !important } p { font-size: 16px } * { letter-spacing: 1px }"
ARABIC = "---\nsubject: مهمة واحدة\n---\nأنشئ مهمة.\n"


@dataclass
class Product:
    """A product that embeds the script, and the Tenure that it speaks with."""

    app: App
    tenure: str
    url: str = ""
    customers: int = 0
    who: dict[str, Any] = field(default_factory=dict)

    def customer(self, **told: Any) -> str:
        """Let a message wait for somebody new; answer the address of their page."""
        self.customers += 1
        key, now = f"acme{self.customers}", self.app.now()
        with begin(self.app.engine) as connection:
            record_accounts(connection, now, [AccountFacts(key, {"name": key, "signed_up_at": now})])
            record_contacts(connection, now, [ContactFacts(f"{key}-ada", key, {"role": "admin"} | told)])
            record_events(connection, now, [EventFacts(key, "signed in", now, "product", key)])
            due = connection.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.key == key)).scalars().all()
        advance_accounts(self.app, due)
        self.who = signed(key, f"{key}-ada")
        return f"{self.url}/?account={key}"

    def state(self, account: str) -> str:
        """Answer what became of the message."""
        query = select(TOUCHPOINT.c.state).join(ACCOUNT, ACCOUNT.c.id == TOUCHPOINT.c.account_id)
        with look(self.app.engine) as connection:
            return str(connection.execute(query.where(ACCOUNT.c.key == account)).scalar_one())

    def told(self, page: Page, last: str) -> list[str]:
        """Answer what was told of the newest customer, once that comes last: it is told while the page goes on."""
        query = select(EVENT.c.name).where(EVENT.c.feed == "tenure", EVENT.c.account_id == self.customers)
        found: list[str] = []
        for _ in range(500):
            with look(self.app.engine) as connection:
                found = [*connection.execute(query.order_by(EVENT.c.id)).scalars()]
            if last in found[-1:]:
                break
            page.wait_for_timeout(20)
        return found

    def page(self, request: Request) -> Response:
        """Answer the product's page, as its backend makes it for whoever is signed in."""
        key = request.query_params["account"]
        html = PAGE.format(tenure=self.tenure, **signed(key, f"{key}-ada"))
        return HTMLResponse(html, headers={"Content-Security-Policy": POLICY.format(self.tenure)})


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    home = tmp_path_factory.mktemp("product")
    engine = make_engine(f"sqlite:///{home}/tenure.db")
    upgrade(engine)
    settings = Settings(TENURE_HOME=home, TENURE_IN_APP_SECRET=SECRET)
    app = App(settings, engine, lambda: NOW, FolderMailer(settings.outbox), "a secret of tests")
    with served(web(app)) as tenure:
        product = Product(app, _place(tenure))
        look = Route("/look.css", lambda _: Response(REACHING, media_type="text/css"))
        with served(Starlette(routes=[Route("/", product.page), look])) as pages:
            product.url = _place(pages)
            steps = "  - {id: tour, day: 0, in_app: tour}\n"
            arabic = {"emails/templates/tour.ar.md": ARABIC}
            with begin(engine) as connection:
                publish_files(connection, NOW, files(steps, **{ORIGIN + "]": product.url + "]"}) | arabic, "a test")
            yield product
    engine.dispose()


def _place(client: httpx.Client) -> str:
    return str(client.base_url).rstrip("/")


def box(page: Page) -> Locator:
    return page.get_by_role("dialog")


def test_a_product_shows_a_message_under_its_own_strict_policy(product: Product, browser: Browser) -> None:
    with tab(browser, product.url) as page:
        page.goto(product.customer(first_name="Ada"))
        expect(box(page)).to_be_visible()
        expect(box(page)).to_have_accessible_name("One task, Ada")
        expect(box(page).get_by_role("link", name="the help")).to_have_attribute("href", "https://help.cadence.example")
        expect(box(page).get_by_role("link", name="Start the tour")).to_be_visible()
        expect(page.locator("tenure-prompt")).to_have_count(1)
        page.wait_for_load_state("networkidle")

        assert box(page).evaluate("it => getComputedStyle(it).letterSpacing") == "normal"
        assert page.locator("main p").evaluate("it => getComputedStyle(it).fontSize") == "16px"
        assert product.told(page, "in-app shown") == ["in-app shown"]


def test_two_tabs_that_open_at_once_show_it_in_one_of_them(product: Product, browser: Browser) -> None:
    address = product.customer()
    with tab(browser, product.url) as first, tab(browser, product.url) as second:
        for page in (first, second):
            page.goto(address, wait_until="commit")
        for page in (first, second):
            page.wait_for_load_state("networkidle")

        assert sum(box(page).count() for page in (first, second)) == 1
        first.reload()
        first.wait_for_load_state("networkidle")
        assert box(first).count() == 0


def test_escape_closes_it_and_who_types_is_not_disturbed(product: Product, browser: Browser) -> None:
    with tab(browser, product.url) as page:
        page.goto(product.customer())
        expect(box(page)).to_be_focused()
        page.keyboard.press("Escape")
        expect(box(page)).to_have_count(0)
        assert product.told(page, "in-app dismissed") == ["in-app shown", "in-app dismissed"]

        page.add_init_script("addEventListener('DOMContentLoaded', () => document.querySelector('input').focus())")
        page.goto(product.customer())
        expect(box(page)).to_be_visible()
        page.keyboard.press("Escape")
        page.keyboard.type("Launch")
        expect(page.get_by_label("Name")).to_have_value("Launch")
        expect(box(page)).to_be_visible()
        page.keyboard.press("Tab")
        expect(box(page).get_by_role("link", name="the help")).to_be_focused()
        box(page).get_by_role("button", name="Close").click()
        expect(page.get_by_label("Name")).to_be_focused()


def test_following_the_button_leads_on_and_is_told(product: Product, browser: Browser) -> None:
    with tab(browser, product.url) as page:
        page.route("https://app.cadence.example/**", lambda route: route.fulfill(body="the tour"))
        page.goto(product.customer())
        box(page).get_by_role("link", name="Start the tour").click()
        page.wait_for_url("https://app.cadence.example/tasks")

        assert product.told(page, "in-app clicked") == ["in-app shown", "in-app clicked"]


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)])
def test_everybody_can_use_it_on_a_desktop_and_a_phone_light_and_dark(
    product: Product, browser: Browser, phone: bool, dark: bool
) -> None:
    with tab(browser, product.url, phone=phone, dark=dark) as page:
        page.goto(product.customer(first_name="Wolfeschlegelsteinhausenbergerdorff" * 3))
        expect(box(page)).to_be_visible()
        sizes = box(page).locator("a.go, button").evaluate_all("all => all.map(it => it.offsetHeight)")
        ground = box(page).evaluate("it => getComputedStyle(it).backgroundColor")

        assert violations(page) == []
        assert overflow(page) == 0
        assert min(sizes) >= 44
        assert ground == ("rgb(29, 32, 39)" if dark else "rgb(255, 255, 255)")


def test_it_is_read_in_the_direction_of_its_language(product: Product, browser: Browser) -> None:
    with tab(browser, product.url) as page:
        page.goto(product.customer(locale="ar"))
        expect(box(page)).to_have_accessible_name("مهمة واحدة")
        place = box(page).bounding_box()

        assert (box(page).get_attribute("lang"), box(page).get_attribute("dir")) == ("ar", "rtl")
        assert place is not None
        assert place["x"] == 20


def test_a_product_whose_signature_is_too_old_shows_nothing_and_works(product: Product, browser: Browser) -> None:
    address = product.customer()
    with tab(browser, product.url) as page:
        page.route("**/in-app/messages", lambda route: route.fulfill(status=401, body="{}"))
        page.goto(address)
        page.wait_for_load_state("networkidle")

        assert box(page).count() == 0
        assert product.state(f"acme{product.customers}") == "pending"
