"""A mail, compiled: from what is known of one person to what they read."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal

from jinja2 import Template as Compiled
from jinja2 import TemplateError

from emails.message import Content
from emails.naming import Name
from emails.sandbox import rooms

Channel = Literal["email", "in_app"]
LARGEST = 100_000  # bytes of HTML: Gmail cuts off what goes beyond about 102 KB, and the way to unsubscribe with it
_GAPS = re.compile(r"\n{3,}")
_BETWEEN = "\x1e"  # cannot come from a value: control characters are taken out of them


class RenderError(Exception):
    """This mail cannot be made for this person: a field has no value, or one that does not fit."""


class Template:
    """A mail ready to be rendered, in one of its editions.

    `edition` is the name of its file, `locale` that file's (none: it is the original's), `language` what it is written
    in, and `variant` the letter under which it is tried against others (none: it is not). `fields` are the dotted names
    that a rendering needs.
    """

    def __init__(
        self, edition: Name, topic: str, channel: Channel, lines: tuple[str, str], html: str, text: str,
        language: str = "en", variant: str = "",
    ) -> None:  # fmt: skip
        """Take the Jinja of subject and preheader (`lines`), HTML and text, in which no mistake was found.

        It is compiled when it is first rendered: a worker that starts need not wait for mails that nobody gets today.
        """
        self.name = edition.mail
        self.edition = edition
        self.locale = edition.locale
        self.language = language
        self.variant = variant
        self.topic = topic
        self.channel = channel
        self.fields: frozenset[str] = frozenset()
        self._instead: tuple[tuple[tuple[str, ...], object], ...] = ()
        self._sources = _BETWEEN.join(lines), html, text

    @cached_property
    def _compiled(self) -> tuple[Compiled, Compiled, Compiled]:
        room, (lines, html, text) = rooms(self.language), self._sources
        return room.lines.from_string(lines), room.html.from_string(html), room.text.from_string(text)

    def using(self, fields: Iterable[str], instead: Mapping[str, object]) -> "Template":
        """Answer this template, told the fields it uses, and what stands where those that can be missing are."""
        self.fields = frozenset(fields)
        missing = sorted(self.fields & instead.keys())
        self._instead = tuple((tuple(name.split(".")), instead[name]) for name in missing)
        return self

    def render(self, context: Mapping[str, object]) -> Content:
        """Answer the mail for one person. `context` is plain nested data; only optional fields may be missing or None.

        Raises RenderError, which names the field and never shows its value.
        """
        known = dict(context)
        for path, instead in self._instead:
            _stand_in(known, path, instead)
        try:
            subject, preheader = (made := self._compiled)[0].render(known).split(_BETWEEN)
            html, text = made[1].render(known), made[2].render(known)
        except (TemplateError, TypeError, ValueError, LookupError, ArithmeticError) as problem:
            raise RenderError(f"{self.edition} cannot be rendered: {problem}") from problem
        if len(html) > LARGEST // 4 and len(html.encode()) > LARGEST:
            raise RenderError(f"{self.edition} is larger than {LARGEST:,} bytes: shorten its lists")
        return Content(
            " ".join(subject.split()), " ".join(preheader.split()), html, _GAPS.sub("\n\n", text).strip() + "\n"
        )


def _stand_in(known: dict[str, object], path: tuple[str, ...], instead: object) -> None:
    first, *rest = path
    if not rest:
        if known.get(first) is None:
            known[first] = instead
        return
    group = known.get(first)
    inner = dict(group) if isinstance(group, Mapping) else {}
    known[first] = inner
    _stand_in(inner, tuple(rest), instead)
