"""How the mails of one company look and sign: the tokens in `brand.yaml`, each looked at on its own line."""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from ruamel.yaml.comments import CommentedMap

from emails.page import Page, suggest
from emails.source import line, read_yaml

COLORS = ("paper", "sheet", "ink", "quiet", "line", "brand", "tint", "on_brand")
# What a theme says by itself. A company, or an edition for another language, may say it otherwise.
WORDS: Mapping[str, str] = {
    "unsubscribe": "Unsubscribe from these mails",
    "done": "done",
    "watch": "Watch",
    "up": "up",
    "down": "down",
    "steady": "steady",
    "now": "Now",
    "before": "Before",
}
ADDRESS = "{{ brand.postal_address }}"
_ENTRIES = (
    "font",
    "heading_font",
    "colors",
    "dark",
    "logo",
    "signature",
    "footer",
    "address",
    "topics",
    "words",
    "language",
    "missing",
)
_COLOR = re.compile(r"#([0-9a-fA-F]{3}){1,2}")
_HTTPS = re.compile(r"https://[^\s<>\"']+")
_FIELD = re.compile(r"\{\{\s*(links\.\w+)\s*\}\}")


def read_look(page: Page, base: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """Answer the tokens on the page; None if it cannot be read. Mistakes are reported to the page.

    `base` tells whatever the page does not: then nothing can be missing.
    """
    told = read_yaml(page, page.text)
    if told is None:
        return None
    reader = _Reader(page, told)
    reader.names(told, _ENTRIES, "entry")
    found = reader.found(base is None)
    return (
        found
        if base is None
        else {**base, **{name: _over(base.get(name), found[name]) for name in told if name in found}}
    )


def _over(base: object, found: object) -> object:
    return {**base, **found} if isinstance(base, Mapping) and isinstance(found, Mapping) else found


class _Reader:
    """Reads the tokens of one page."""

    def __init__(self, page: Page, told: CommentedMap) -> None:
        self._page = page
        self._told = told

    def names(self, told: CommentedMap, known: tuple[str, ...], what: str) -> None:
        """Report the names that are not known."""
        for name in told:
            if name not in known:
                hint = suggest(str(name), known) or f": there are {', '.join(known)}"
                self._page.report(f'there is no {what} "{name}"{hint}', line(told, name), str(name))

    def found(self, whole: bool) -> dict[str, Any]:
        """Answer every token that can be used; if it has to be `whole`, report what is missing."""
        light = self._colors("colors", COLORS[:-1] if whole else ())
        font = self._font("font") if whole or "font" in self._told else Markup("")
        return {
            "font": font,
            "heading_font": self._font("heading_font") if "heading_font" in self._told else font,
            "colors": {"on_brand": "#ffffff", **light} if whole else light,
            "dark": self._colors("dark", COLORS if whole else ()),
            "logo": self._logo(),
            "signature": self._texts("signature", ("name", "role"), ("name", "role") if whole else ()),
            "footer": self._footer(),
            "address": self._address(),
            "topics": self._texts("topics"),
            "words": {**WORDS, **self._texts("words", tuple(WORDS))} if whole else self._texts("words", tuple(WORDS)),
        }

    def _group(self, name: str) -> CommentedMap:
        group = self._told.get(name)
        if name in self._told and not isinstance(group, CommentedMap):
            at = line(self._told, name)
            self._page.report(
                f'"{name}" has entries of its own: write them below it, indented, `name: value`', at, name
            )
        return group if isinstance(group, CommentedMap) else CommentedMap()

    def _text(self, group: CommentedMap, name: str) -> str:
        value = group.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
        if name in group:
            self._page.report(f'"{name}" has to be text', line(group, name), name)
        elif group is self._told:
            self._page.report(f'"{name}" is missing: add `{name}: …`', 1)
        return ""

    def _font(self, name: str) -> Markup:
        """Answer the names of fonts, as they stand in styles and attributes alike."""
        written = self._text(self._told, name)
        if odd := re.search(r"[^\w\s,'-]", written):
            message = (
                f"a font is a list of names, with a comma between and ' around those of two words, without {odd[0]}"
            )
            self._page.report(message, line(self._told, name), odd[0])
        return Markup(written)  # noqa: S704 - nothing in it means anything

    def _texts(self, name: str, known: tuple[str, ...] = (), needed: tuple[str, ...] = ()) -> dict[str, str]:
        group = self._group(name)
        if known:
            self.names(group, known, "entry")
        self._needed(name, group, needed)
        return {str(key): self._text(group, key) for key in group if not known or key in known}

    def _needed(self, name: str, group: CommentedMap, needed: tuple[str, ...]) -> None:
        at = line(self._told, name) if name in self._told else 1
        for key in needed:
            if key not in group:
                self._page.report(f'"{key}" is missing in {name}: add `{key}: …` below it', at, name)

    def _colors(self, name: str, needed: tuple[str, ...]) -> dict[str, str]:
        group = self._group(name)
        self.names(group, COLORS, "color")
        self._needed(name, group, needed)
        return {key: self._color(group, key) for key in group if key in COLORS}

    def _color(self, group: CommentedMap, name: str) -> str:
        value = group[name]
        if isinstance(value, str) and _COLOR.fullmatch(value.strip()):
            digits = value.strip()[1:]
            return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
        shown = "without quotes # begins a remark" if value is None else f'"{value}" is not a color'
        self._page.report(f'{shown}: write # and six digits in quotes, "#12664f"', line(group, name), name)
        return "#000000"

    def _logo(self) -> dict[str, str] | None:
        group = self._group("logo")
        if not group:
            return None
        self.names(group, ("src", "alt", "width"), "entry")
        self._needed("logo", group, ("src", "alt", "width"))
        self._address_of(group, "src", "a picture has to be at an https address")
        width = group.get("width")
        if "width" in group and (isinstance(width, bool) or not isinstance(width, int) or not 16 <= width <= 512):
            message = f'"width" is a number of pixels from 16 to 512, not {width}'
            self._page.report(message, line(group, "width"), "width")
        return {"src": str(group.get("src", "")), "alt": self._text(group, "alt"), "width": str(width)}

    def _footer(self) -> list[dict[str, str]]:
        links = self._texts("footer")
        group = self._group("footer")
        for words, target in links.items():
            if not _FIELD.fullmatch(target):
                self._address_of(group, words, "a link in the footer leads to https://… or to {{ links.help }}")
        return [{"words": words, "href": _target(target)} for words, target in links.items()]

    def _address_of(self, group: CommentedMap, name: str, expected: str) -> None:
        value = group.get(name)
        if name in group and not (isinstance(value, str) and _HTTPS.fullmatch(value.strip())):
            self._page.report(
                f'{expected}, not to "{value}"' if "leads" in expected else f'{expected}, not "{value}"',
                line(group, name),
                name,
            )

    def _address(self) -> str:
        if "address" not in self._told:
            return ADDRESS
        told = self._text(self._told, "address")
        if not re.search(r"\{\{\s*brand\.postal_address\s*\}\}", told):
            message = f"the address line has to show {ADDRESS}, which journeys/program.yaml tells"
            self._page.report(message, line(self._told, "address"), "address")
        return told


def speaking(text: str) -> str:
    """Answer the text of a brand as its sentences and links are used, to have its fields looked at."""
    return _FIELD.sub(lambda field: _target(field[0]), text)


def _target(target: str) -> str:
    field = _FIELD.fullmatch(target)
    return Markup(f'{{{{ {field[1]} | href("{field[1]}") }}}}') if field else target.strip()  # noqa: S704 - a tag
