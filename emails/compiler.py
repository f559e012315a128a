"""Makes a template from the file of a mail: once, when it is loaded; per person only Jinja runs."""

import re
from collections.abc import Mapping
from html import escape
from typing import cast

from jinja2 import TemplateError
from markupsafe import Markup

from emails.body import Control, Part, Prose, Use, parts
from emails.components import COMPONENTS, WITH_BODY, Desk, slots
from emails.leftovers import report_leftovers
from emails.markdown import Markdown, html
from emails.naming import Name
from emails.page import Page, suggest
from emails.plain import plain
from emails.safety import Language
from emails.source import Source
from emails.template import Channel, Template
from emails.theme import Theme, finished
from emails.tokens import Tokens

LINKED = re.compile(r"\{\{ \((.*)\) \| href\('[^']*'\) \}\}")  # what we make of a field that a link leads to


class Compiler:
    """Turns sources into templates that look as one theme says and speak of the fields one language knows."""

    def __init__(self, theme: Theme, language: Language) -> None:
        """Prepare for any number of mails."""
        self._theme = theme
        self._language = language

    def template(self, name: Name, source: Source, variant: str = "") -> Template | None:
        """Answer an edition of a mail, compiled; None if it has mistakes, which are reported to its page.

        `variant` is the letter under which it is tried against others.
        """
        fields = self._read(source)
        if source.page.mistakes:
            return None
        draft = _Draft(source, self._theme, self._language)
        body, text = draft.written()
        if source.page.mistakes:
            return None
        channel = cast(Channel, source.channel)
        whole = draft.mail(body, text) if channel == "email" else (draft.tokens.show(body), draft.tokens.show(text))
        lines = source.entries["subject"], source.entries.get("preheader", "")
        used = fields.union(draft.fields, *(self._theme.fields(file) for file in draft.files))
        template = Template(name, source.entries["topic"], channel, lines, *whole, self._theme.language, variant)
        return template.using(used, self._language.instead)

    def _read(self, source: Source) -> frozenset[str]:
        """Answer the fields a mail uses; report what is wrong with them, and with its topic."""
        report_leftovers(source)
        used = self._language.read(source.page, source.body, source.at["body"])
        for entry in ("subject", "preheader"):
            if entry in source.lent:
                used |= self._lent(source, entry)
            elif entry in source.entries:
                used |= self._language.read(source.page, source.entries[entry], source.at[entry])
        topic = source.entries.get("topic", "")
        if topic and topic not in self._theme.topics:
            hint = suggest(topic, self._theme.topics) or f": there are {', '.join(self._theme.topics)}"
            source.page.report(f'there is no topic "{topic}"{hint}', source.at["topic"], topic)
        return used

    def _lent(self, source: Source, entry: str) -> frozenset[str]:
        """Answer the fields of words that are another file's: what is right there may not be so in this language."""
        page = Page(source.page.path, source.entries[entry])
        used = self._language.read(page, page.text)
        for mistake in page.mistakes:
            why = f"the {entry} is that of {source.lent[entry]}, and has to be said here"
            source.page.report(f"{why}: {mistake.msg}", 1)
        return used


class _Draft:
    """One mail while it is being put together."""

    def __init__(self, source: Source, theme: Theme, language: Language) -> None:
        self.tokens = Tokens()
        self.files: list[str] = []
        self._source = source
        self._theme = theme
        self._markdown = Markdown(source.page, self.tokens)
        self._desk = Desk(source.page, self.tokens, language, self._markdown)
        self.fields = self._desk.fields
        self._kind = ".mjml" if source.channel == "email" else ".html"

    def written(self) -> tuple[str, str]:
        """Answer the body as MJML (in an app: HTML) and as text, its tags still hidden."""
        body = self.tokens.hide(self._source.body)
        found = parts(body, self._source.at["body"], self.tokens, WITH_BODY)
        pairs = [self._pair(part) for part in found]
        markup, text = "".join(pair[0] for pair in pairs), "".join(pair[1] for pair in pairs)
        if not self._source.page.mistakes:
            self._all_there(body, markup, text)
        return markup, text

    def mail(self, body: str, text: str) -> tuple[str, str]:
        """Answer the HTML and the text of the whole mail, its tags put back."""
        entries = self._source.entries
        said = {
            "subject": self.tokens.hide(entries["subject"]),
            "preheader": self.tokens.hide(entries["preheader"]),
            "reason": Markup(escape(self._theme.topics[entries["topic"]], quote=False)),  # noqa: S704 - escaped here
        }
        mjml = self._fill("default.mjml", {**said, "content": Markup(body)})  # noqa: S704 - made by the theme
        plain_text = self._fill("default.txt", {**said, "content": text.rstrip()})
        self.files.append("brand.yaml")
        return finished(mjml, self.tokens, self._theme.page("default.mjml")), self.tokens.show(plain_text)

    def _pair(self, part: Part) -> tuple[str, str]:
        match part:
            case Control():
                return _between(part.tags, self._kind), part.tags
            case Prose():
                parsed = self._markdown.parse(part.text, part.line)
                written = {"html": Markup(html(parsed, part.around)), "text": plain(parsed, part.around)}  # noqa: S704
                return self._drawn("prose", written)
            case Use():
                return self._component(part)

    def _component(self, use: Use) -> tuple[str, str]:
        if use.name not in COMPONENTS:
            hint = suggest(use.name, COMPONENTS) or f": there are {', '.join(COMPONENTS)}"
            message = f'there is no component "{use.name}"{hint}' if use.name else "::: closes nothing here"
            self._source.page.report(message, use.line, use.name)
            return "", ""
        if not self._theme.draws(use.name + self._kind):
            email = self._theme.draws(use.name + ".mjml")
            missing = "can be shown in an email only" if email else f"needs {use.name}.mjml and .txt in emails/themes/"
            self._source.page.report(f'"{use.name}" {missing}', use.line, use.name)
            return "", ""
        found = slots(self._desk, use)
        return self._drawn(use.name, found) if found is not None else ("", "")

    def _drawn(self, name: str, found: Mapping[str, object]) -> tuple[str, str]:
        return self._fill(name + self._kind, found), self._fill(name + ".txt", found).rstrip("\n") + "\n\n"

    def _fill(self, file: str, found: Mapping[str, object]) -> str:
        self.files.append(file)
        try:
            return self._theme.fill(file, found)
        except TemplateError as mistake:
            there = ", ".join(sorted({"brand", *found}))
            self._theme.page(file).report(f"[[ … ]] cannot be filled here, {mistake}: there are {there}", 1)
            return ""

    def _all_there(self, body: str, *renderings: str) -> None:
        for rendering in renderings:
            for tag in self.tokens.lost(body, rendering):
                page, written = self._source.page, LINKED.sub(r"{{ \1 }}", tag)
                page.report(f"{written} cannot stand here", page.line_of(written, self._source.at["body"]), written)


def _between(tags: str, kind: str) -> str:
    """Answer hidden statements as they may stand between the parts of a column."""
    comments = " ".join(f"<!--{word}-->" for word in tags.split())
    return f"<mj-raw>{comments}</mj-raw>\n" if kind == ".mjml" else comments
