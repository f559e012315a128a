"""A real Chromium: the machine's own, and tabs in it as wide as a desktop or a phone, light or dark."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-dev-shm-usage",
)  # fmt: skip
DESKTOP, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
PATIENCE = 30_000  # milliseconds
expect.set_options(timeout=PATIENCE)  # five seconds are soon over on a machine that is busy with other tests


class ChromiumMissing(Exception):  # noqa: N818 - it is the service that is missing
    """There is no Chromium here; the message says the way out."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Lend a Chromium without a window, or raise ChromiumMissing."""
    place = next(filter(None, map(shutil.which, NAMES)), None)
    if place is None:
        raise ChromiumMissing("no Chromium here: install it (Debian: apt install chromium)")
    flags = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=flags)
        yield browser
        browser.close()


@contextmanager
def tab(
    browser: Browser, address: object, token: str = "", *, phone: bool = False, dark: bool = False
) -> Iterator[Page]:
    """Lend a tab on the site at `address`, signed in by `token` if there is one.

    It must not have complained at the end: no script broke, no policy was hurt, and nothing was missing.
    """
    site = str(address).rstrip("/")
    context = browser.new_context(
        base_url=site, viewport=PHONE if phone else DESKTOP, color_scheme="dark" if dark else "light",
        has_touch=phone, reduced_motion="reduce",
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    if token:
        context.add_cookies([{"name": "tenure", "value": token, "url": site, "httpOnly": True, "sameSite": "Lax"}])
    page, complaints = context.new_page(), Complaints()
    page.on("console", complaints.hear)
    page.on("pageerror", lambda error: complaints.said.append(str(error)))
    try:
        yield page
    finally:
        context.close()  # a stream that is left open would keep the site from ending
    assert complaints.said == []


class Complaints:
    """What a tab complains of; that a page answers with an error of its own is none."""

    def __init__(self) -> None:
        """Begin with none."""
        self.said: list[str] = []

    def hear(self, message: ConsoleMessage) -> None:
        """Take down an error or a warning."""
        own = ("Failed to load resource", "Response Status Error Code")  # the second is htmx's
        if message.type in {"error", "warning"} and not message.text.startswith(own):
            self.said.append(message.text)


def overflow(page: Page) -> int:
    """Answer by how many pixels a page is wider than its window: what a phone would have to be swept aside for."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def small_targets(page: Page) -> list[str]:
    """Answer what can be clicked and is lower than 44 pixels; links within a sentence may be."""
    return list(page.evaluate(SMALL))


SMALL = """() => [...document.querySelectorAll('a, button, summary, select, input:not([type=hidden])')]
  .filter(it => it.checkVisibility({checkOpacity: true}) && !it.matches('.skip, p a'))
  .map(it => [it, (it.matches('[type=checkbox], [type=radio]') && it.closest('label') || it).getBoundingClientRect()])
  .filter(([it, box]) => box.width > 1 && box.height < 43.5)
  .map(([it, box]) => `${it.outerHTML.slice(0, 120)} ${box.height}`)"""
