"""Whether a finished mail may be sent to win somebody: what the law and every large mail provider ask of it.

Looked at is what leaves, not what it was made of: a theme, a setting or a mistake of ours may have lost it on the way.
"""

import re
from collections.abc import Iterator
from html import unescape

from emails.message import Message

ONE_CLICK = "List-Unsubscribe=One-Click"
_UNSEEN = re.compile(r"<!--.*?-->|<(head|style|script|template)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_HREF = re.compile(r"<a\s[^>]*?\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r"\s*<(https?://[^\s<>,]+)>\s*")


def objections(message: Message, postal_address: str) -> list[str]:
    """Answer everything that forbids to send this as a commercial mail: no way to unsubscribe, or no postal address."""
    said = {name.lower(): value for name, value in message.headers.items()}
    html = _UNSEEN.sub(" ", message.content.html)
    return [
        *_without_way_out(said, html, message.content.text),
        *_anonymous(postal_address, html, message.content.text),
    ]


def _without_way_out(headers: dict[str, str], html: str, text: str) -> Iterator[str]:
    found = _LINK.fullmatch(headers.get("list-unsubscribe", ""))
    if not found:
        yield "it has no header List-Unsubscribe with a link"
        return
    if headers.get("list-unsubscribe-post") != ONE_CLICK:
        yield f"it has no header List-Unsubscribe-Post: {ONE_CLICK}"
    if found[1] not in {unescape(double or single) for double, single in _HREF.findall(html)}:
        yield "nothing in its HTML leads to the page to unsubscribe"
    if found[1] not in text:
        yield "its plain text does not name the page to unsubscribe"


def _anonymous(postal_address: str, html: str, text: str) -> Iterator[str]:
    wanted = _closed_up(postal_address)
    if not wanted:
        yield "sender in journeys/program.yaml has no postal_address"
        return
    if wanted not in _closed_up(unescape(_TAG.sub("", html))):
        yield "its HTML does not show the postal address"
    if wanted not in _closed_up(text):
        yield "its plain text does not show the postal address"


def _closed_up(words: str) -> str:
    """Answer words without any space: where a line breaks makes no difference."""
    return "".join(words.split())
