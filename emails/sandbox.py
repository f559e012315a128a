"""The three closed rooms in which mails are rendered: single lines (subject, preheader), HTML, and plain text."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from jinja2 import StrictUndefined
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from emails.filters import Instead, Link, known
from emails.speech import Written, filters_in

# Characters that break lines, hide, or turn the reading direction around; and the start of what mail programs make
# into a link by themselves. None of them belongs into a name.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+")
_SUSPECT = re.compile(_UNPRINTABLE.pattern[:-1] + r"|://|=\?|(?i:www)\.")
_WWW = re.compile(r"(?i)\bwww\.")
_PLACE = re.compile(r"(?<![^\s(<\[])(?![\w.+-]+@[\w.-]+(?!\S))\S*\w\.[^\W\d_]{2}\S*")  # not an address of mail
_APART = "\N{ZERO WIDTH NON-JOINER}"  # nobody sees it, and no mail program makes a link across it
LONGEST_VALUE = 200
LONGEST_IN_A_LINE = 48


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without globals, tests or attributes: a dot looks into mappings only, so `items` is a field too."""

    def __init__(self, language: str, clean: Callable[[str], str], *, autoescape: bool) -> None:
        filters = {name: known.apply for name, known in filters_in(language).items()}
        super().__init__(
            undefined=StrictUndefined,
            finalize=_printer(clean, filters["number"]),
            autoescape=autoescape,
            optimized=False,  # mails hold no constants to compute ahead, and looking for them takes time
        )
        self.globals.clear()
        self.tests.clear()
        self.tests["known"] = known
        self.filters = filters

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Answer what a mapping holds under the name; never an attribute of the object."""
        if isinstance(obj, LoopContext):
            return super().getattr(obj, attribute)
        try:
            return obj[attribute]
        except (KeyError, TypeError):
            return self.undefined(obj=obj, name=attribute)


def harmless(value: str, longest: int = LONGEST_VALUE) -> str:
    """Answer the text as it may be shown: on one line, read in one direction, no link in it, not endless."""
    if len(value) > longest:
        value = value[: longest - 1].rstrip() + "…"
    if not _SUSPECT.search(value):
        return value
    value = _UNPRINTABLE.sub(" ", value).replace("://", ":").replace("=?", "= ?").strip()
    return _WWW.sub("www ", value)


def unlinked(value: str) -> str:
    """Answer the text with what looks like a place on the web written so that no mail program makes a link of it."""
    return _PLACE.sub(lambda place: place[0].replace(".", _APART + "."), value) if "." in value else value


def in_a_line(value: str) -> str:
    """Answer the text as it may stand in a subject."""
    return harmless(value, LONGEST_IN_A_LINE)


def in_a_page(value: str) -> str:
    """Answer the text as it may stand in a mail."""
    return unlinked(harmless(value))


def _printer(clean: Callable[[str], str], number: Callable[[float], str]) -> Callable[[object], object]:
    def printable(value: object) -> object:
        kind = type(value)
        if kind is str or kind is Instead:
            return clean(str(value))
        if kind is Link or kind is Written:
            return value
        if value is None or isinstance(value, bool | list | tuple | dict):
            raise ValueError(f"a mail cannot show {value!r:.40}")
        return number(value) if isinstance(value, int | float) else value

    return printable


class Rooms(NamedTuple):
    """The rooms of one language: for single lines, HTML and plain text."""

    lines: Sandbox
    html: Sandbox
    text: Sandbox


@lru_cache(maxsize=64)
def rooms(language: str) -> Rooms:
    """Answer the rooms in which mails of this language (BCP 47) are rendered."""
    return Rooms(
        Sandbox(language, in_a_line, autoescape=False),
        Sandbox(language, in_a_page, autoescape=True),
        Sandbox(language, in_a_page, autoescape=False),
    )


TEXT = rooms("en").text  # where templates are read before they are rendered anywhere
