"""What lies on what: every text of a mail with its color, the color behind it, and its size."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from emails.lint.cascade import Styles, cascade
from emails.lint.color import Color, color_in

BLACK, WHITE = Color(0, 0, 0), Color(1, 1, 1)
PAPERS = {False: (BLACK, WHITE), True: (WHITE, Color(0.07, 0.07, 0.07))}  # text and ground where a mail names neither
LINKS = {False: Color(0, 0, 0.93), True: Color(0.62, 0.62, 1)}
BOLD = ("h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "th")
SIZES = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "small": 0.83}  # as browsers draw them, in the size around them
_LENGTH = re.compile(r"([\d.]+)(px|pt|em|rem|%)")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "rem": 16.0}


@dataclass(frozen=True, slots=True)
class Ink:
    """Some text as it is seen: its color on a ground, its size in pixels, and whether it is bold."""

    text: str
    color: Color
    ground: Color
    size: float = 16.0
    bold: bool = False
    hidden: bool = False

    @property
    def is_large(self) -> bool:
        """Answer whether it is large: 18 point, or 14 point and bold (https://www.w3.org/TR/WCAG22/#dfn-large-scale)."""
        return self.size >= 24 or (self.bold and self.size >= 18.66)


def inks(tree: Any, *, dark: bool) -> Iterator[Ink]:
    """Go through everything that can be read in the mail; what is hidden, or only decoration, is left out."""
    text, ground = PAPERS[dark]
    styles = cascade(tree, dark=dark)
    for body in tree.iter("body"):
        yield from _within(body, Ink("", text, ground), styles, dark)


def _within(element: Any, around: Ink, styles: Styles, dark: bool) -> Iterator[Ink]:
    ink = _drawn(element, around, styles.get(element, {}), dark)
    if not ink.hidden and isinstance(element.tag, str):
        yield from _read(element.text, ink)
        for child in element:
            yield from _within(child, ink, styles, dark)
            yield from _read(child.tail, ink)


def _read(text: str | None, ink: Ink) -> Iterator[Ink]:
    if text and re.search(r"[^\s\u00a0\u00ad\u034f\u200b-\u200f\ufe0e\ufeff]", text):
        yield replace(ink, text=" ".join(text.split()))


def _drawn(element: Any, around: Ink, style: Mapping[str, str], dark: bool) -> Ink:
    if not isinstance(element.tag, str):
        return replace(around, hidden=True)  # a comment
    own = style.get("color", element.get("color", ""))
    color = color_in(own) if own else LINKS[dark] if element.tag == "a" and element.get("href") else None
    ground = color_in(style.get("background-color") or element.get("bgcolor") or "")
    below = ground.over(around.ground) if ground else around.ground
    size = _size(style.get("font-size", ""), around.size) or around.size * SIZES.get(element.tag, 1)
    return Ink(
        "",
        (color or around.color).over(below),
        below,
        size,
        _is_bold(style.get("font-weight", ""), element.tag in BOLD or around.bold),
        _is_hidden(element, style, size),
    )


def _size(value: str, around: float) -> float:
    found = _LENGTH.match(value)
    if not found:
        return 0
    number, unit = float(found[1]), found[2]
    return number * (_PIXELS.get(unit) or around / (100 if unit == "%" else 1))


def _is_bold(value: str, otherwise: bool) -> bool:
    if value.isdigit():
        return int(value) >= 700
    return {"bold": True, "bolder": True, "normal": False}.get(value, otherwise)


def _is_hidden(element: Any, style: Mapping[str, str], size: float) -> bool:
    unseen = style.get("display") == "none" or style.get("visibility") == "hidden" or style.get("opacity") == "0"
    return unseen or size < 2 or element.get("aria-hidden") == "true" or element.tag in ("style", "script", "title")
