"""A mail, compiled: from what is known of one person to what they read."""

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from jinja2 import Template as Compiled
from jinja2 import TemplateError

from emails.message import Content
from emails.sandbox import HTML, LINES, TEXT

Channel = Literal["email", "in_app"]
LARGEST = 100_000  # bytes of HTML: Gmail cuts off what goes beyond about 102 KB, and the way to unsubscribe with it
_GAPS = re.compile(r"\n{3,}")
_BETWEEN = "\x1e"  # cannot come from a value: control characters are taken out of them


class RenderError(Exception):
    """This mail cannot be made for this person: a field has no value, or one that does not fit."""


class Template:
    """A mail ready to be rendered. `fields` are the dotted names that a rendering needs."""

    def __init__(self, name: str, topic: str, channel: Channel, lines: tuple[str, str], html: str, text: str) -> None:
        """Compile the Jinja of subject and preheader (`lines`), HTML and text, in which no mistake was found."""
        self.name = name
        self.topic = topic
        self.channel = channel
        self.fields: frozenset[str] = frozenset()
        self._optional: tuple[tuple[str, ...], ...] = ()
        self._lines: Compiled = LINES.from_string(_BETWEEN.join(lines))
        self._html: Compiled = HTML.from_string(html)
        self._text: Compiled = TEXT.from_string(text)

    def using(self, fields: Iterable[str], optional: Iterable[str]) -> "Template":
        """Answer this template, told the fields it uses and which of them can be missing."""
        self.fields = frozenset(fields)
        self._optional = tuple(tuple(name.split(".")) for name in sorted(self.fields.intersection(optional)))
        return self

    def render(self, context: Mapping[str, object]) -> Content:
        """Answer the mail for one person. `context` is plain nested data; only optional fields may be missing or None.

        Raises RenderError, which names the field and never shows its value.
        """
        known = dict(context)
        for path in self._optional:
            _allow_missing(known, path)
        try:
            subject, preheader = self._lines.render(known).split(_BETWEEN)
            html, text = self._html.render(known), self._text.render(known)
        except (TemplateError, TypeError, ValueError, LookupError) as problem:
            raise RenderError(f"{self.name} cannot be rendered: {problem}") from problem
        if len(html) > LARGEST // 4 and len(html.encode()) > LARGEST:
            raise RenderError(f"{self.name} is larger than {LARGEST:,} bytes: shorten its lists")
        return Content(
            " ".join(subject.split()), " ".join(preheader.split()), html, _GAPS.sub("\n\n", text).strip() + "\n"
        )


def _allow_missing(known: dict[str, object], path: tuple[str, ...]) -> None:
    first, *rest = path
    if not rest:
        known.setdefault(first, None)
        return
    group = known.get(first)
    inner = dict(group) if isinstance(group, Mapping) else {}
    known[first] = inner
    _allow_missing(inner, tuple(rest))
