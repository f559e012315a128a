"""Whether everybody can use a page: axe-core's rules, all of them."""

from functools import cache

from playwright.sync_api import Page

from tests.npm import installed

RUN = "async () => (await axe.run(document, {iframes: false})).violations"


def violations(page: Page) -> list[str]:
    """Answer what axe-core finds wrong with the page as it stands, each with the rule and the elements."""
    page.evaluate(_source())  # by the debugger, which no Content-Security-Policy holds off
    return [f"{each['id']}: {each['help']} {_places(each['nodes'])}" for each in page.evaluate(RUN)]


@cache
def _source() -> str:
    return (installed() / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def _places(nodes: list[dict[str, object]]) -> list[str]:
    return [f"{node['target']} {node['failureSummary']}" for node in nodes]
