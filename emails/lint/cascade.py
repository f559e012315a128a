"""Which declarations win for each element of a mail, as a mail program in light or in dark mode applies them."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import tinycss2
from cssselect import GenericTranslator, HTMLTranslator, SelectorError, parse
from lxml import etree

Styles = Mapping[Any, Mapping[str, str]]
_INLINE = (1, 0, 0)  # a style attribute outweighs every selector
_Weight = tuple[bool, tuple[int, int, int], int]


def cascade(tree: Any, *, dark: bool) -> dict[Any, dict[str, str]]:
    """Answer the winning declarations of every element that has any; of media queries, only that for dark mode counts.

    A declaration with !important wins, then the more specific, then the later one (https://www.w3.org/TR/css-cascade-4/).
    """
    won: dict[Any, dict[str, tuple[_Weight, str]]] = {}
    for order, (path, specificity, declarations) in enumerate(_rules(tree, dark=dark)):
        for element in path(tree):
            _apply(won.setdefault(element, {}), declarations, specificity, order)
    for element in tree.iter(etree.Element):
        if style := element.get("style"):
            _apply(won.setdefault(element, {}), _styled(style), _INLINE, 0)
    return {element: {name: value for name, (_, value) in found.items()} for element, found in won.items()}


def _apply(
    won: dict[str, tuple[_Weight, str]],
    declared: Mapping[str, tuple[str, bool]],
    weight: tuple[int, int, int],
    order: int,
) -> None:
    for name, (value, important) in declared.items():
        candidate = (important, weight, order)
        if name not in won or won[name][0] <= candidate:
            won[name] = (candidate, value)


def _rules(tree: Any, *, dark: bool) -> Iterator[tuple[Any, tuple[int, int, int], Mapping[str, tuple[str, bool]]]]:
    for sheet in tree.iter("style"):
        for selector, declarations in _sheet(sheet.text or "", dark=dark):
            for path, specificity in _selected(selector):
                yield path, specificity, declarations


@lru_cache(maxsize=64)
def _sheet(text: str, *, dark: bool) -> tuple[tuple[str, Mapping[str, tuple[str, bool]]], ...]:
    found: list[tuple[str, Mapping[str, tuple[str, bool]]]] = []
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            found.append((tinycss2.serialize(rule.prelude), _declarations(tinycss2.serialize(rule.content))))
        elif rule.type == "at-rule" and rule.content is not None and dark and _is_dark(rule):
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            found += [
                (tinycss2.serialize(one.prelude), _declarations(tinycss2.serialize(one.content)))
                for one in inner
                if one.type == "qualified-rule"
            ]
    return tuple(found)


def _is_dark(rule: Any) -> bool:
    asked = "".join(tinycss2.serialize(rule.prelude).lower().split())
    return rule.lower_at_keyword == "media" and "prefers-color-scheme:dark" in asked


@lru_cache(maxsize=4096)
def _styled(text: str) -> Mapping[str, tuple[str, bool]]:
    """Answer what a style attribute declares; the mails of a theme share most of theirs."""
    return _declarations(text)


@lru_cache(maxsize=4096)
def _declarations(text: str) -> Mapping[str, tuple[str, bool]]:
    """Answer the declarations; `background` also says what the background's color is."""
    found: dict[str, tuple[str, bool]] = {}
    for one in tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True):
        if one.type == "declaration":
            name = "background-color" if one.lower_name == "background" else one.lower_name
            found[name] = (tinycss2.serialize(one.value).strip(), one.important)
    return found


@lru_cache(maxsize=512)
def _selected(selector: str) -> tuple[tuple[Any, tuple[int, int, int]], ...]:
    """Answer each selector of a group as a path to the elements it fits, and how specific it is."""
    try:
        translator: GenericTranslator = HTMLTranslator()
        return tuple((etree.XPath(translator.selector_to_xpath(one)), one.specificity()) for one in parse(selector))
    except SelectorError:  # such as :hover on a class of its own: it shows nothing before somebody does something
        return ()
