"""How the mails of one company look and sign: the tokens in `brand.yaml`, each looked at on its own line."""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from emails.entries import Entries
from emails.page import Page
from emails.source import read_yaml

COLORS = ("paper", "sheet", "ink", "quiet", "line", "brand", "tint", "on_brand")
# What a theme says by itself. A company, or an edition for another language, may say it otherwise.
WORDS: Mapping[str, str] = {
    "unsubscribe": "Unsubscribe from these mails",
    "done": "done",
    "watch": "Watch",
    "up": "up {}",
    "down": "down {}",
    "steady": "steady",
    "new": "new",
    "now": "Now",
    "before": "Before",
}
ADDRESS = "{{ brand.postal_address }}"
_SIGNATURE = ("name", "role")
_LOGO = ("src", "alt", "width")
_WIDTHS = range(16, 513)
ENTRIES = (
    "font", "heading_font", "colors", "dark", "logo", "signature", "footer", "address", "topics", "preferences",
    "words",
)  # fmt: skip
PREFERENCE = ("title", "about")
_VOICE = ("language", "missing")  # entries that emails/voice.py reads
_COLOR = re.compile(r"#([0-9a-fA-F]{3}){1,2}")
_HTTPS = re.compile(r"https://[^\s<>\"']+")
_FIELD = re.compile(r"\{\{\s*(links\.\w+)\s*\}\}")
_ADDRESS = re.compile(r"\{\{\s*brand\.postal_address\s*\}\}")


def read_look(page: Page, base: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """Answer the tokens on the page; None if it cannot be read. Mistakes are reported to the page.

    `base` tells whatever the page does not: then nothing can be missing.
    """
    told = read_yaml(page, page.text)
    if told is None:
        return None
    entries = Entries(page, told)
    entries.known((*ENTRIES, *_VOICE))
    if base is None:
        return _whole(entries)
    found = _told(entries)
    return {**base, **{name: _over(base.get(name), found[name]) for name in told if name in found}}


def speaking(text: str) -> str:
    """Answer the text of a brand as its sentences and links are used, to have its fields looked at."""
    return _FIELD.sub(lambda field: _target(field[0]), text)


def _whole(entries: Entries) -> dict[str, Any]:
    """Answer every token; what has to be there and is missing is reported."""
    entries.needed(("font", "colors", "dark", "signature"), (*ENTRIES, *_VOICE))
    for name, needed in (("colors", COLORS[:-1]), ("dark", COLORS), ("signature", _SIGNATURE)):
        if name in entries:
            entries.below(name).needed(needed, COLORS if name == "colors" else needed)
    found = _told(entries)
    if "preferences" in entries:
        entries.below("preferences").known(tuple(found["topics"]), "topic")
    return {
        **found,
        "heading_font": found["heading_font"] or found["font"],
        "colors": {"on_brand": "#ffffff", **found["colors"]},
        "address": found["address"] or ADDRESS,
        "words": {**WORDS, **found["words"]},
    }


def _told(entries: Entries) -> dict[str, Any]:
    """Answer the tokens that are told; nothing stands for the others."""
    signature, words = entries.below("signature"), entries.below("words")
    signature.known(_SIGNATURE)
    words.known(tuple(WORDS))
    for name, word in words.texts().items():
        if "{}" in WORDS.get(name, "") and word and "{}" not in word:
            words.report(f'"{name}" has to say where the share stands: {WORDS[name]}', name)
    return {
        "font": _font(entries, "font"),
        "heading_font": _font(entries, "heading_font"),
        "colors": _colors(entries.below("colors")),
        "dark": _colors(entries.below("dark")),
        "logo": _logo(entries.below("logo")),
        "signature": signature.texts(),
        "footer": _footer(entries.below("footer")),
        "address": _address(entries),
        "topics": entries.below("topics").texts(),
        "preferences": _preferences(entries.below("preferences")),
        "words": words.texts(),
    }


def _preferences(told: Entries) -> dict[str, dict[str, str]]:
    """Answer how topics are called on the page where people choose, and what they are about."""
    found = {str(name): told.below(name) for name in told.told}
    for each in found.values():
        each.known(PREFERENCE)
    return {name: each.texts() for name, each in found.items()}


def _over(base: object, found: object) -> object:
    return {**base, **found} if isinstance(base, Mapping) and isinstance(found, Mapping) else found


def _font(entries: Entries, name: str) -> Markup:
    """Answer the names of fonts, as they stand in styles and attributes alike."""
    written = entries.text(name)
    if odd := re.search(r"[^\w\s,'-]", written):
        message = f"a font is a list of names with a comma between, and ' around those of two words, without {odd[0]}"
        entries.report(message, name, odd[0])
    return Markup(written)  # noqa: S704 - nothing in it means anything


def _colors(colors: Entries) -> dict[str, str]:
    colors.known(COLORS, "color")
    return {name: _color(colors, name) for name in colors.told if name in COLORS}


def _color(colors: Entries, name: str) -> str:
    """Answer a color with six digits: Outlook knows no others."""
    value = colors.told[name]
    if isinstance(value, str) and _COLOR.fullmatch(value.strip()):
        digits = value.strip()[1:]
        return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
    shown = "without quotes # begins a remark" if value is None else f'"{value}" is not a color'
    colors.report(f'{shown}: write # and six digits in quotes, "#12664f"', name)
    return "#000000"


def _logo(logo: Entries) -> dict[str, str] | None:
    if not logo.told:
        return None
    logo.known(_LOGO)
    logo.needed(_LOGO)
    source, width = logo.text("src"), logo.told.get("width")
    if source and not _HTTPS.fullmatch(source):
        logo.report(f'a picture has to be at an https address, not "{source}"', "src")
    if "width" in logo and not (type(width) is int and width in _WIDTHS):
        logo.report(f'"width" is a number of pixels from {_WIDTHS[0]} to {_WIDTHS[-1]}, not {width}', "width")
    return {"src": source, "alt": logo.text("alt"), "width": str(width)}


def _footer(footer: Entries) -> list[dict[str, str]]:
    for words, target in footer.texts().items():
        if target and not _FIELD.fullmatch(target) and not _HTTPS.fullmatch(target):
            footer.report(
                f'a link in the footer leads to https://… or to {{{{ links.help }}}}, not to "{target}"', words
            )
    return [{"words": words, "href": _target(target)} for words, target in footer.texts().items()]


def _address(entries: Entries) -> str:
    told = entries.text("address")
    if told and not _ADDRESS.search(told):
        entries.report(f"the address line has to show {ADDRESS}, which journeys/program.yaml tells", "address")
    return told


def _target(target: str) -> str:
    field = _FIELD.fullmatch(target)
    return Markup(f'{{{{ {field[1]} | href("{field[1]}") }}}}') if field else target  # noqa: S704 - a tag
