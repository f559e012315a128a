"""The band that says that nothing leaves: everybody sees it, in whatever light and on whatever screen."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine

from tests.axe import violations
from tests.browser import tab
from tests.console import installed
from tests.people import add_person, token_of

pytestmark = [pytest.mark.parametrize("database", ["sqlite"], indirect=True), pytest.mark.usefixtures("node")]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_band_is_seen_at_the_top_and_stays_there(
    browser: Browser, engine: Engine, tmp_path: Path, dark: bool
) -> None:
    token = token_of(engine, add_person(engine))
    with installed(engine, tmp_path) as console:
        address = console.site(TENURE_MODE="shadow").base_url
        with tab(browser, address, token, phone=dark, dark=dark) as page:
            page.goto("/")
            page.mouse.wheel(0, 2_000)
            band = page.get_by_role("status").filter(has_text="Shadow: a rehearsal.")
            place = band.bounding_box()
            found = violations(page)

    assert place is not None
    assert place["y"] == 0
    assert found == []
