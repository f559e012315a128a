"""What acts by itself, or leads where nobody looked: no mail may hold it, whoever wrote it."""

import re
from collections.abc import Iterable

_TAGS = """applet audio base button embed form frame frameset iframe input link math object portal script select source
    svg template textarea video"""
TAGS = frozenset(_TAGS.split())
ADDRESSES = frozenset({"href", "src", "background", "background-url", "action", "formaction", "poster", "srcset"})
_FOLLOWED = re.compile(r"https://[^\s<>\"'\\]+|mailto:[^\s<>\"'\\]+|tel:[\d+() -]+|#.*|\s*(\[\[.*\]\]|zq\d+qz)\s*")
_STYLE = re.compile(
    r"@import|expression\s*\(|javascript:|behaviou?r\s*:|-moz-binding|url\(\s*['\"]?(?!https://|\[\[)", re.I
)


def danger(tag: str, attributes: Iterable[tuple[str, str | None]]) -> str:
    """Answer what a tag does that no mail may; nothing if it is harmless."""
    if tag in TAGS:
        return f"<{tag}> cannot be used in a mail: no mail program shows it"
    for name, value in attributes:
        if name.startswith("on") or name == "http-equiv":
            return f'"{name}" cannot be used in a mail: nothing may act by itself'
        if name in ADDRESSES and not _FOLLOWED.fullmatch(value or ""):
            return f'"{value}" cannot be followed: an address begins with https://'
        if name == "style" and (message := styled(value or "")):
            return message
    return ""


def styled(style: str) -> str:
    """Answer what a style fetches or does that no mail may; nothing if it is harmless."""
    found = _STYLE.search(style)
    return f"{found[0]} cannot be used in a style: nothing may be fetched or done by it" if found else ""
