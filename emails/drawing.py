"""A message inside the product, taken apart so that a script can draw it: no HTML need ever be put into a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale
from lxml import html

from emails.message import Content

# What a message may consist of; of anything else only the words are kept.
TAGS = frozenset({"p", "br", "strong", "em", "a", "ul", "ol", "li", "code", "blockquote", "h2", "h3"})
SAFE = ("https://", "mailto:")

Node = str | Mapping[str, Any]  # words, or {"tag", "href" of a link, "inside": nodes}


@dataclass(frozen=True, slots=True)
class Button:
    """The one thing to do."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The parts of a message: `html`, `text` and `nodes` say the same, and the button is in none of them."""

    title: str
    html: str
    text: str
    nodes: tuple[Node, ...]
    button: Button | None


def drawing(content: Content) -> Drawing:
    """Answer the parts of a message as one person reads it."""
    body = html.fragment_fromstring(content.html, create_parent="div")
    for remark in body.xpath(".//comment()"):
        remark.drop_tree()
    button = _button(body)
    text = content.text.strip()
    if button:
        text = text.removesuffix(f"{button.label}:\n{button.href}").rstrip()
    return Drawing(content.subject, _inner(body).strip(), text, tuple(_nodes(body)), button)


def direction(language: str) -> str:
    """Answer in which direction a language (BCP 47) is read: ltr or rtl."""
    return Locale.parse(language, sep="-").text_direction


def _button(body: Any) -> Button | None:
    """Take the first button out of the body."""
    found = next((link for link in body.iter("a") if "button" in (link.get("class") or "").split()), None)
    if found is None:
        return None
    around = found.getparent()
    label = " ".join(found.text_content().split())
    found.drop_tree()
    if around is not body and not around.text_content().strip():
        around.drop_tree()
    return Button(label, found.get("href", ""))


def _inner(body: Any) -> str:
    return (body.text or "") + "".join(html.tostring(each, encoding="unicode") for each in body)


def _nodes(element: Any) -> Iterator[Node]:
    yield from _words(element.text)
    for child in element:
        if isinstance(child.tag, str):
            yield from _drawn(child)
        yield from _words(child.tail)


def _drawn(element: Any) -> Iterator[Node]:
    inside = list(_nodes(element))
    href = element.get("href", "")
    if element.tag == "img":
        yield from _words(element.get("alt"))
    elif element.tag not in TAGS or (element.tag == "a" and not href.startswith(SAFE)):
        yield from inside
    else:
        yield {"tag": element.tag} | ({"href": href} if href else {}) | ({"inside": inside} if inside else {})


def _words(text: str | None) -> Iterator[str]:
    if text and text.strip("\n"):
        yield text.replace("\n", " ")
