"""A mail as a person sends it from their own mailbox: without what belongs to the one whom a machine would send it to.

A link to unsubscribe, and a link to a survey, are made for one mail to one recipient. Where there is no such mail these
two addresses stand in their place, and go together with what was there for their sake alone. So does the signature
(of the class `signature` in a theme): whoever sends it has their own.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import html as markup
from lxml.html import HtmlElement

from emails.message import Content

UNSUBSCRIBE = "https://tenure.invalid/unsubscribe"
SURVEY = "https://tenure.invalid/survey"

_INLINE = re.compile(rf" \({re.escape(SURVEY)}\)")
_PERSONAL = (UNSUBSCRIBE, SURVEY)
_GAPS = re.compile(r"\n{3,}")


def by_hand(content: Content) -> Content:
    """Answer the mail without footer, signature, buttons and links to surveys; words around those links stay."""
    root = markup.document_fromstring(content.html)
    written = (words.strip() for part in root.find_class("signature") for words in part.xpath(".//text()"))
    signature = [words for words in written if words]
    return replace(content, html=_html(root), text=_text(content.text, signature))


def _html(root: HtmlElement) -> str:
    for part in root.find_class("signature"):
        part.drop_tree()
    for link in _links(root, UNSUBSCRIBE):
        next(link.iterancestors("td"), link).drop_tree()
    for link in _links(root, SURVEY):
        whole = _alone(link)
        if whole is None:
            link.drop_tag()
        elif root in whole.iterancestors():  # it may have gone with another
            whole.drop_tree()
    return str(markup.tostring(root, encoding="unicode", doctype="<!doctype html>"))


def _links(root: HtmlElement, address: str) -> list[HtmlElement]:
    return [link for link in root.iter("a") if link.get("href") == address]


def _alone(link: HtmlElement) -> HtmlElement | None:
    """Answer the largest part of the page that says nothing but links to surveys; none: the link is in a sentence."""
    found = None
    for part in (link, *link.iterancestors()):
        linked = "".join(_words(one) for one in _links(part, SURVEY))
        if _words(part) != linked or part.tag == "body":
            break
        found = part
    return found if found is not None and found is not link else None


def _words(part: HtmlElement) -> str:
    return "".join(part.text_content().split())


def _text(text: str, signature: list[str]) -> str:
    lines = text.split("\n")
    if UNSUBSCRIBE in text and "--" in lines:
        lines = lines[: len(lines) - 1 - lines[::-1].index("--")]
    said = "\n".join(_without_links(lines)).strip()
    return _GAPS.sub("\n\n", said.removesuffix("\n".join(signature))).strip() + "\n"


def _without_links(lines: list[str]) -> Iterator[str]:
    """Answer the lines, but for buttons (their words, and below them the address) and for answers of a scale."""
    below = [*lines[1:], ""]
    for line, following in zip(lines, below, strict=True):
        said = _INLINE.sub("", line)
        is_label = line.endswith(":") and following.strip() in _PERSONAL
        if not is_label and not any(address in said for address in _PERSONAL):
            yield said
