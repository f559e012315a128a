"""The look of all mails: a page, the components, and the brand they share."""

import re
from collections.abc import Mapping

import css_inline
import mrml
from jinja2 import TemplateError, TemplateSyntaxError

from emails.look import speaking
from emails.mjml import check_mjml
from emails.page import Page
from emails.safety import Language
from emails.slots import fill, strange
from emails.tokens import Tokens
from emails.voice import FILE, Voice, is_brand

# What a letter has to show, in HTML and in text: the law and every large mail provider ask for it.
REQUIRED = ("links.unsubscribe", "brand.postal_address")
FILES = ("brand.yaml", "default.mjml", "default.txt")
_INLINER = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
_STATEMENT_LINE = re.compile(r"^[ \t]*(\{%.*%\})[ \t]*\n", re.MULTILINE)  # leaves no empty line in a text part
_ALONE = mrml.RenderOptions(fonts={})  # otherwise the name of a well-known font is fetched from its maker
# One of everything that is filled into a theme's files, to try them with before there is a mail.
_AROUND = dict.fromkeys(("start", "finish", "opens", "closes", "looped"), "")
_ROW = ("label", "value", "number", "html", "text", "meter", "share", "change", "size", "now", "before", "href")
_ROWS = [{**dict.fromkeys((*_ROW, "now_long", "before_long"), "1"), **_AROUND}]
_SAMPLE: Mapping[str, object] = {
    **dict.fromkeys(("label", "note", "subject", "preheader", "reason", "content", "html", "text", "who"), "words"),
    "href": "https://example.com/",
    "picture": {"src": "https://example.com/", "alt": "words"},
    "rows": _ROWS,
    "groups": [_ROWS],
    "columns": [{"blocks": [{"html": "words", "href": ""}], "text": "words"}] * 2,
    "list": "usage.unused_features",
}


class Theme:
    """The files of a theme, in one language.

    `[[ … ]]` in them is filled in once, when a mail is compiled; `{{ … }}` for each person.
    """

    def __init__(self, pages: Mapping[str, Page], voice: Voice) -> None:
        self._pages = {file: page for file, page in pages.items() if file in voice.files or not is_brand(file)}
        self.brand = voice.brand
        self.language = voice.language
        self._fields: dict[str, frozenset[str]] = {}

    @property
    def topics(self) -> Mapping[str, str]:
        """Answer the reason why somebody gets mails of each topic."""
        topics = self.brand.get("topics")
        return topics if isinstance(topics, Mapping) else {}

    def page(self, file: str) -> Page:
        """Answer the page of one file, to report mistakes to."""
        return self._pages[file]

    def fields(self, file: str) -> frozenset[str]:
        """Answer the fields that a file of the theme uses."""
        return self._fields[file]

    def draws(self, file: str) -> bool:
        """Answer whether the theme has the file."""
        return file in self._pages

    def fill(self, file: str, slots: Mapping[str, object]) -> str:
        """Answer the text of the file with its slots filled."""
        plain = file.endswith(".txt")
        known = {"brand": self.brand, "language": self.language, **slots}
        filled = fill(self._pages[file].text, known, plain=plain)
        return _STATEMENT_LINE.sub(r"\1", filled) if plain else filled

    def check(self, language: Language) -> None:
        """Report every mistake in the theme's files to their pages; what a brand with mistakes does to them is none."""
        whole = not any(page.mistakes for file, page in self._pages.items() if is_brand(file))
        for file, page in self._pages.items():
            if file.endswith(".mjml"):
                check_mjml(page, "" if file.startswith("default.") else "mj-column")
                self._check_text(file, page)
            try:
                text = speaking(page.text) if is_brand(file) else self._tried(file, page)
                place = FILE if is_brand(file) else file
                self._fields[place] = self._fields.get(place, frozenset()) | language.read(page, text)
            except TemplateError as mistake:
                at = mistake.lineno if isinstance(mistake, TemplateSyntaxError) else 1
                if whole or isinstance(mistake, TemplateSyntaxError):
                    page.report(f"[[ … ]] or [% … %] cannot be filled: {_explained(mistake)}", at)
            if file.startswith("default.") and whole:
                self._check_letter(page, self._fields.get(file, frozenset()))

    def _tried(self, file: str, page: Page) -> str:
        """Answer the text of the file filled with samples; nothing if it says what a theme cannot."""
        odd = list(strange(page.text))
        for message, at in odd:
            page.report(message, at)
        return "" if odd else self.fill(file, _SAMPLE)

    def _check_text(self, file: str, page: Page) -> None:
        text = file.removesuffix(".mjml") + ".txt"
        if text not in self._pages:
            page.report(f"its plain text is missing: add {text} beside it", 1)

    def _check_letter(self, page: Page, fields: frozenset[str]) -> None:
        for field in REQUIRED:
            if field not in fields and not page.mistakes:
                page.report(f"every mail has to show {{{{ {field} }}}}", 1)
        if "[[ content ]]" not in page.text:
            page.report("the mail itself has to stand somewhere: [[ content ]]", 1)


def read_theme(pages: Mapping[str, Page], voice: Voice, language: Language) -> Theme | None:
    """Answer the theme that the files make; None if they have mistakes, which are reported to their pages."""
    theme = Theme(pages, voice)
    theme.check(language)
    return None if any(page.mistakes for page in pages.values()) else theme


def finished(mjml: str, tokens: Tokens, page: Page) -> str:
    """Answer the HTML of a mail, its tags put back; what the parsers lost or refused is reported to the page."""
    hidden = tokens.hide(mjml, markup=True)
    try:
        html = _INLINER.inline(str(mrml.to_html(hidden, None, _ALONE).content))
    except (OSError, ValueError) as mistake:
        page.report(f"this is not MJML: {mistake}", 1)
        return ""
    for tag in tokens.lost(hidden, html):
        page.report(f"MJML drops {tag} here: it keeps no fields in widths and heights", page.line_of(tag), tag)
    return tokens.show(html)


def _explained(mistake: TemplateError) -> str:
    """Answer in words for people what keeps slots from being filled."""
    message = mistake.message or "it cannot be read"
    if re.search(r"end of (template|print statement|statement block)", message):
        return "one is never closed: add ]] or %]"
    return message
