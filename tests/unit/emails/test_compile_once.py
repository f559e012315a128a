"""Compiled once and filled in for each person, a mail is what it would be, compiled for each person by itself."""

import re
from html.parser import HTMLParser
from typing import Any

import css_inline
import mrml
import pytest

from emails.compiler import _Draft
from emails.fields import kinds
from emails.page import Page
from emails.press import Press
from emails.safety import Language
from emails.sandbox import Sandbox, in_a_page, rooms
from emails.source import Source, read_source
from emails.theme import Theme
from tests.unit.emails.catalog import shipped
from tests.unit.emails.shelf import FIELDS, LIBRARY, MAILS, people

FILES = shipped()
CASES = [(name, person) for name in MAILS for person in people(name)]
LOOKS = {path.removeprefix("emails/themes/"): Page(path, text) for path, text in FILES.items() if "/themes/" in path}
TAGGED = re.compile(
    r"(:::(?:bars|trend)\b.*?\n:::(?=\n)|:::recommendations)", re.DOTALL
)  # these read the names of figures
LINKS = re.compile(r"\]\(\{\{(.*?)\}\}\)")
MEANING = {"h1", "h2", "h3", "p", "a", "strong", "em", "ul", "ol", "li", "blockquote", "img", "title"}


PRESS = Press(LOOKS, kinds(FIELDS))


def tongue(name: str) -> tuple[Theme, Language]:
    """Answer the theme that ships, in the language of a mail, and what that mail may say."""
    found = PRESS._tongue(LIBRARY[name].locale)
    assert found.compiler
    return found.compiler._theme, found.language


class Filling(Sandbox):
    """Fills values into Markdown as words, whatever they look like."""

    def __init__(self, language: str) -> None:
        super().__init__(
            language, lambda value: re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", in_a_page(value)), autoescape=False
        )


def filled(source: Source, language: str, known: dict[str, Any]) -> Source:
    """Answer the mail for one person, as if somebody had written it for them alone."""
    parts = TAGGED.split(LINKS.sub(r"]({{ (\1) | href('it') }})", source.body))
    kept = {f"KEPT{number}KEPT": part for number, part in enumerate(parts) if number % 2}
    body = "".join(f"KEPT{number}KEPT" if number % 2 else part for number, part in enumerate(parts))
    written = Filling(language).from_string(body).render(known)
    for word, part in kept.items():
        written = written.replace(word, part)
    return Source(source.page, source.entries, written, source.at)


def source_of(name: str) -> Source:
    """Answer a mail as it is written, with what its file leaves to the original's."""
    edition = LIBRARY[name].edition
    source = read_source(Page(f"emails/templates/{name}.md", FILES[f"emails/templates/{name}.md"]), edition)
    assert source
    if not edition.parent:
        return source
    original = read_source(Page("", FILES[f"emails/templates/{edition.mail}.md"]))
    assert original
    return source.beside(original, f"{edition.mail}.md", body=not source.body.strip())


def alone(name: str, known: dict[str, Any]) -> tuple[str, str]:
    """Answer HTML and text of a mail compiled for one person: filled in first, then Markdown, MJML and inlining."""
    source, language = source_of(name), LIBRARY[name].language
    look, words = tongue(name)
    draft = _Draft(filled(source, language, known), look, words)
    body, text = draft.written()
    said = {**source.entries, "reason": look.topics[source.entries["topic"]]}
    room = rooms(language)
    mjml = look.fill(
        "default.mjml", {**{key: Raw(value) for key, value in said.items()}, "content": Raw(draft.tokens.show(body))}
    )
    whole = room.html.from_string(mjml).render(known)
    html = mrml.to_html(whole, None, mrml.RenderOptions(fonts={})).content
    inlined = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False).inline(str(html))
    letter = draft.tokens.show(look.fill("default.txt", {**said, "content": text.rstrip()}))
    return inlined, room.text.from_string(letter).render(known)


def sources_of(name: str) -> tuple[str, str, str]:
    """Answer what Jinja fills in for each person: the lines, the HTML and the text of a mail."""
    source = source_of(name)
    look, language = tongue(name)
    draft = _Draft(source, look, language)
    html, text = draft.mail(*draft.written())
    return "\n".join((source.entries["subject"], source.entries["preheader"])), html, text


class Raw(str):
    """Markup that is put in as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


class Reading(HTMLParser):
    """Reads what a page says: its words, headings, lists and links, with the styles they got; not its scaffolding."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[tuple[str, ...]] = []
        self._skipped = ""
        self.feed(re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "style":
            self._skipped = tag
        if tag in MEANING:
            self.said.append(
                (tag, *(f"{name}={value}" for name, value in attrs if name in ("href", "src", "alt", "style")))
            )

    def handle_endtag(self, tag: str) -> None:
        self._skipped = "" if tag == self._skipped else self._skipped
        if tag in MEANING:
            self.said.append((f"/{tag}",))

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.said += [("", word) for word in data.split()]


def read(html: str) -> list[tuple[str, ...]]:
    """Answer what a page says; whether items of a list stand apart, or in lists of their own, is scaffolding, too."""
    said: list[tuple[str, ...]] = []
    inside = 0
    for step in Reading(html).said:
        inside += (step[0] == "li") - (step[0] == "/li")
        if step[0] == "ul" and said[-1:] == [("/ul",)]:
            said.pop()
        elif not (inside and step[0] in ("p", "/p")):
            said.append(step)
    return said


@pytest.mark.parametrize(("name", "preview"), CASES, ids=lambda part: part)
def test_a_mail_compiled_once_says_what_one_compiled_for_each_person_says(name: str, preview: str) -> None:
    known = people(name)[preview]
    content = LIBRARY[name].render(known)
    prepared: dict[str, Any] = prepared_for(name, known)

    html, text = alone(name, prepared)

    assert read(content.html) == read(html)
    assert content.text.split() == text.split()


def prepared_for(name: str, known: dict[str, Any]) -> dict[str, Any]:
    """Answer what is known, with what stands in where a field is missing that can be."""
    found: dict[str, Any] = {group: dict(inner) if isinstance(inner, dict) else inner for group, inner in known.items()}
    for field, instead in tongue(name)[1].instead.items():
        group, _, last = field.partition(".")
        if found.get(group, {}).get(last) is None:
            found.setdefault(group, {})[last] = instead
    return found
