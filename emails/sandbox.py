"""The three closed rooms in which mails are rendered: single lines (subject, preheader), HTML, and plain text."""

import re
from collections.abc import Callable
from typing import Any

from jinja2 import StrictUndefined
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from emails.filters import THEME_FILTERS, Link, number

# Characters that break lines, hide, or turn the reading direction around; and the start of what mail programs make
# into a link by themselves. None of them belongs into a name.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+")
_SUSPECT = re.compile(_UNPRINTABLE.pattern[:-1] + r"|://|(?i:www)\.")
LONGEST_VALUE = 200
LONGEST_IN_A_LINE = 48


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without globals, tests or attributes: a dot looks into mappings only, so `items` is a field too."""

    def __init__(self, finalize: Callable[[object], object], *, autoescape: bool) -> None:
        super().__init__(
            undefined=StrictUndefined,
            finalize=finalize,
            autoescape=autoescape,
        )
        self.globals.clear()
        self.tests.clear()
        self.filters = {name: known.apply for name, known in THEME_FILTERS.items()}

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
    value = _UNPRINTABLE.sub(" ", value).replace("://", ":").strip()
    return re.sub(r"(?i)\bwww\.", "www ", value)


def _printer(longest: int) -> Callable[[object], object]:
    def printable(value: object) -> object:
        if type(value) is str:
            return harmless(value, longest)
        if type(value) is Link:
            return value
        if value is None or isinstance(value, bool | list | tuple | dict):
            raise ValueError(f"a mail cannot show {value!r:.40}")
        return number(value) if isinstance(value, int | float) else value

    return printable


LINES = Sandbox(_printer(LONGEST_IN_A_LINE), autoescape=False)
HTML = Sandbox(_printer(LONGEST_VALUE), autoescape=True)
TEXT = Sandbox(_printer(LONGEST_VALUE), autoescape=False)
