"""Finds misspelled MJML: its parser takes unknown tags and attributes in silence."""

from html.parser import HTMLParser

from emails.page import Page, suggest

_TAGS = """mjml mj-head mj-title mj-preview mj-attributes mj-all mj-class mj-style mj-breakpoint mj-font mj-raw mj-body
    mj-wrapper mj-section mj-column mj-group mj-text mj-button mj-image mj-divider mj-spacer mj-table mj-social
    mj-social-element mj-hero mj-navbar mj-navbar-link mj-accordion mj-accordion-element mj-accordion-title
    mj-accordion-text mj-carousel mj-carousel-image mj-html-attributes mj-selector mj-html-attribute"""
_ATTRIBUTES = """align alt background-color background-height background-position background-position-x
    background-position-y background-repeat background-size background-url background-width border border-bottom
    border-color border-left border-radius border-right border-style border-top border-width cellpadding cellspacing
    color container-background-color css-class dir direction fluid-on-mobile font-family font-size font-style
    font-weight full-width height href icon-size inline inner-background-color inner-border inner-border-bottom
    inner-border-left inner-border-radius inner-border-right inner-border-top inner-padding lang letter-spacing
    line-height max-height mj-class mode name owa padding padding-bottom padding-left padding-right padding-top
    rel role sizes src srcset table-layout target text-align text-decoration text-padding text-transform title
    usemap vertical-align width position path xmlns"""
TAGS, ATTRIBUTES = frozenset(_TAGS.split()), frozenset(_ATTRIBUTES.split())
_EMPTY = frozenset({"br", "hr", "img", "meta", "link", "col"})


def check_mjml(page: Page, text: str) -> None:
    """Report every tag and attribute of the text that MJML does not know, and tags that are not closed."""
    reader = _Reader(page)
    reader.feed(text)
    reader.close()
    for tag, line in reader.open:
        page.report(f"<{tag}> is never closed", line, f"<{tag}")


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=False)
        self._page = page
        self.open: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._names(tag, attrs)
        if tag not in _EMPTY:
            self.open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._names(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        elif any(tag == opened for opened, _ in self.open):
            inner, line = self.open.pop()
            self._page.report(f"<{inner}> is not closed before </{tag}>", line, f"<{inner}")
            self.handle_endtag(tag)
        else:
            self._page.report(f"</{tag}> closes nothing", self.getpos()[0], f"</{tag}")

    def _names(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        if not tag.startswith("mj"):
            return
        if tag not in TAGS:
            self._page.report(f"MJML has no <{tag}>{suggest(tag, TAGS)}", line, tag)
        for name, _ in attrs:
            if name not in ATTRIBUTES and tag not in ("mj-html-attribute",):
                self._page.report(f'MJML has no attribute "{name}"{suggest(name, ATTRIBUTES)}', line, name)
