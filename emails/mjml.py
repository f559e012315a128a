"""Finds what is wrong with MJML: its parser takes unknown names, and tags in the wrong place, in silence."""

import re
from html.parser import HTMLParser

from emails.active import danger, styled
from emails.mjml_tags import HTML_INSIDE, SIZES, TAGS
from emails.page import Page, suggest
from emails.tokens import PLACEHOLDER, Tokens

ATTRIBUTES = frozenset[str]().union(*(tag.attributes for tag in TAGS.values()))
_SLOT = re.compile(r"\[\[.*?\]\]|\[%.*?%\]|\[#.*?#\]", re.DOTALL)
DEEPEST = 60  # tags inside each other, of which a mail program draws fewer
_EMPTY = frozenset({"br", "hr", "img", "meta", "link", "col"})


def check_mjml(page: Page, within: str = "") -> None:
    """Report what MJML does not know on the page, what stands in the wrong place, and tags that are not closed.

    `within` is the tag that what is on the page will stand in: none for a whole mail, mj-column for a component.
    """
    tokens = Tokens()
    reader = _Reader(page, tokens, within)
    reader.feed(tokens.hide(page.text))
    reader.close()
    for tag, line in reader.open:
        page.report(f"<{tag}> is never closed", line, f"<{tag}")


class _Reader(HTMLParser):
    def __init__(self, page: Page, tokens: Tokens, within: str) -> None:
        super().__init__(convert_charrefs=False)
        self._page = page
        self._tokens = tokens
        self._within = within
        self.open: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)
        if tag not in _EMPTY:
            self.open.append((tag, self.getpos()[0]))
        if len(self.open) == DEEPEST:
            self._report(f"<{tag}> is nested too deeply", tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        elif any(tag == opened for opened, _ in self.open):
            while self.open[-1][0] != tag:
                inner, line = self.open.pop()
                self._page.report(f"<{inner}> is not closed before </{tag}>", line, f"<{inner}")
            self.open.pop()
        else:
            self._page.report(f"</{tag}> closes nothing", self.getpos()[0], f"</{tag}")

    def handle_data(self, data: str) -> None:
        parent = self._parent()
        if parent in ("mj-style", "style") and (message := styled(data)):
            self._report(message, "")
        words = _SLOT.sub("", data).split()
        if parent in TAGS and parent not in HTML_INSIDE and words:
            self._report(f"words cannot stand in <{parent}>: put them in <mj-text>", words[0])

    def _parent(self) -> str:
        return self.open[-1][0] if self.open else self._within

    def _look(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if message := danger(tag, attrs):
            self._report(message, tag)
            return
        parent = self._parent()
        around = next((opened for opened, _ in reversed(self.open) if opened in HTML_INSIDE), "")
        if not tag.startswith("mj"):
            if not around:
                self._report(f"<{tag}> cannot stand in <{parent or 'a mail'}>: put it in <mj-text> or <mj-raw>", tag)
        elif parent == "mj-attributes":
            self._default(tag, attrs)
        elif tag not in TAGS:
            self._report(f"MJML has no <{tag}>{suggest(tag, TAGS)}", tag)
        elif around and tag != around:
            self._report(f"<{tag}> cannot stand in <{around}>, which holds words and HTML only", tag)
        else:
            self._place(tag, parent)
            self._names(tag, attrs, TAGS[tag].attributes)

    def _place(self, tag: str, parent: str) -> None:
        fits = TAGS[tag].parents
        if parent not in fits and not (parent == "" and not fits) and (parent in TAGS or not parent):
            where = " or ".join(f"<{name}>" for name in sorted(fits)) if fits else "the beginning"
            self._report(
                f"<{tag}> cannot stand in <{parent}>: it stands in {where}"
                if parent
                else f"<{tag}> cannot stand alone: it stands in {where}",
                tag,
            )

    def _default(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("mj-all", "mj-class"):
            self._names(tag, attrs, ATTRIBUTES | {"name"})
        elif tag not in TAGS:
            self._report(f"MJML has no <{tag}>{suggest(tag, [*TAGS, 'mj-all', 'mj-class'])}", tag)
        else:
            self._names(tag, attrs, TAGS[tag].attributes)

    def _names(self, tag: str, attrs: list[tuple[str, str | None]], known: frozenset[str]) -> None:
        for name, value in attrs:
            if name not in known:
                self._report(f'<{tag}> has no attribute "{name}"{suggest(name, known)}', name)
            elif name in SIZES and (field := PLACEHOLDER.search(value or "")):
                shown = self._tokens.show(field[0])
                self._report(f'MJML drops {shown} in "{name}": a size is a number, not a field', name)

    def _report(self, message: str, near: str) -> None:
        self._page.report(message, self.getpos()[0], near)
