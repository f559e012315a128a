"""Which features of HTML and CSS a mail uses, under the names that caniemail.com gives them."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import tinycss2
from lxml import etree

# Names there that are not made from the word itself, such as css-padding from padding.
NAMES: Mapping[str, str] = {
    **dict.fromkeys(("left", "right", "top", "bottom"), "css-left-right-top-bottom"),
    **dict.fromkeys(("padding-left", "padding-right", "padding-top", "padding-bottom"), "css-padding"),
    **dict.fromkeys(("margin-left", "margin-right", "margin-top", "margin-bottom"), "css-margin"),
    **dict.fromkeys(("border-left", "border-right", "border-top", "border-bottom"), "css-border"),
    **dict.fromkeys(("grid-template-columns", "grid-template-rows", "grid-template-areas"), "css-grid-template"),
    **dict.fromkeys(("row-gap", "column-gap"), "css-gap"),
}
ELEMENTS: Mapping[str, str] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "html-h1-h6"),
    **dict.fromkeys(("ul", "ol", "dl"), "html-lists"),
    **dict.fromkeys(("article", "section", "header", "footer", "nav", "main", "aside", "figure"), "html-semantics"),
    **dict.fromkeys(("map", "area"), "html-image-maps"),
    **dict.fromkeys(("embed", "iframe", "object"), "html-object"),
}
VALUES = {
    "flex": "css-display-flex",
    "inline-flex": "css-display-flex",
    "grid": "css-display-grid",
    "none": "css-display-none",
}
FUNCTIONS = {"var": "css-variables", "calc": "css-unit-calc", "hsl": "css-modern-color", "hsla": "css-modern-color"}
UNITS = {"%": "percent"}
_SUFFIXES = {"jpeg": "jpg", "tif": "tiff", "heic": "heif"}
_PSEUDO = re.compile(r"(::?)([a-z-]+)")


def used(tree: Any) -> frozenset[str]:
    """Answer the names of everything the mail uses that somebody may have tested."""
    return frozenset(_names(tree))


def _names(tree: Any) -> Iterator[str]:
    for element in tree.iter(etree.Element):
        tag = str(element.tag)
        yield ELEMENTS.get(tag, f"html-{tag}")
        if tag == "input":
            yield f"html-input-{element.get('type', 'text')}"
        for name in element.attrib:
            yield f"html-{name}"
        if tag == "img":
            yield _image(element.get("src", ""))
        if tag == "a" and element.get("href", "").startswith(("mailto:", "#")):
            yield "html-mailto-links" if element.get("href").startswith("mailto:") else "html-anchor-links"
        yield from _declared(element.get("style", ""))
    for sheet in tree.iter("style"):
        yield from _sheet(sheet.text or "")


def _image(source: str) -> str:
    if source.startswith("data:"):
        return "image-base64"
    ending = PurePosixPath(urlsplit(source).path).suffix.lower().removeprefix(".")
    return f"image-{_SUFFIXES.get(ending, ending)}"


@lru_cache(maxsize=64)
def _sheet(text: str) -> frozenset[str]:
    return frozenset(_ruled(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)))


def _ruled(rules: Any) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            yield from _selected(tinycss2.serialize(rule.prelude))
            yield from _declared(tinycss2.serialize(rule.content))
        elif rule.type == "at-rule":
            yield f"css-at-{rule.lower_at_keyword}"
            asked = re.findall(r"\(\s*(?:any-)?([a-z-]+)", tinycss2.serialize(rule.prelude))
            yield from (f"css-at-{rule.lower_at_keyword}-{name}" for name in asked)
            inner = rule.content if rule.lower_at_keyword == "media" else None
            yield from _ruled(tinycss2.parse_rule_list(inner or [], skip_comments=True, skip_whitespace=True))


def _selected(selector: str) -> Iterator[str]:
    for colons, name in _PSEUDO.findall(selector):
        yield f"css-pseudo-{'element' if colons == '::' or name in ('before', 'after') else 'class'}-{name}"
    for sign, name in ((">", "child"), ("+", "adjacent-sibling"), ("~", "general-sibling"), ("[", "attribute")):
        if sign in selector:
            yield f"css-selector-{name}"


@lru_cache(maxsize=4096)
def _declared(style: str) -> frozenset[str]:
    found: set[str] = set()
    for one in tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True):
        if one.type == "declaration":
            found.add(NAMES.get(one.lower_name, f"css-{one.lower_name}"))
            found |= set(_valued(one))
    return frozenset(found)


def _valued(declaration: Any) -> Iterator[str]:
    if declaration.important:
        yield "css-important"
    for token in _tokens(declaration.value):
        if token.type == "function":
            yield from (
                FUNCTIONS.get(token.lower_name, ""),
                f"css-{token.lower_name}",
                f"css-function-{token.lower_name}",
            )
        elif token.type in ("dimension", "percentage"):
            yield f"css-unit-{getattr(token, 'lower_unit', 'percent')}"
        elif token.type == "ident" and declaration.lower_name == "display":
            yield VALUES.get(token.lower_value, "")


def _tokens(values: Any) -> Iterator[Any]:
    for token in values:
        yield token
        yield from _tokens(getattr(token, "arguments", None) or ())
