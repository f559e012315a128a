"""What word processors make of what somebody typed, made into what was meant: quotes, dashes, spaces, tabs, bullets."""

import re
from collections.abc import Sequence

_DOUBLE, _SINGLE = '"“”„‟«»＂', "'‘’‚‛"
_PAIRS = {"“": "”", "„": "“", "«": "»"}
_SIGNS = {"—": "-", "–": "-", "−": "-", "≥": ">=", "≤": "<=", "≠": "!="}
_ODD = re.compile(r"[^\n\x20-\x7e]")
_TAG = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}")
_FENCE = re.compile(r"\s*(?:-{3,}|[-—–]*[—–][-—–]*)\s*")
_TAB = re.compile(r"^[ \t\xa0]*[\t\xa0][ \t\xa0]*", re.MULTILINE)
_AFTER_NAME = re.compile(r"^([ ]*(?:- )?[\w.-]+:)[ \t\xa0]*[\t\xa0][ \t\xa0]*", re.MULTILINE)
_QUOTED = re.compile(
    r"""^(?P<name>[ ]*(?:-[ ])?[\w.-]+:[ ]+)(?P<open>["“”„«'‘‚])(?P<words>(?:[^\n]|\n[ ])*?)(?P<close>["”“»'’‘])
        (?P<rest>[ \t\xa0]*(?:[ ]\#[^\n]*)?)$""",
    re.MULTILINE | re.VERBOSE,
)
_MARK = re.compile(r"^([ \t\xa0]*(?:\#{1,6}|[-*+>]|\d{1,3}[.)]|:::\w*))[ \xa0]*\xa0[ \xa0]*", re.MULTILINE | re.VERBOSE)
_BULLET = re.compile(r"^([ \t\xa0]*)[•▪‣●◦](?=\s)", re.MULTILINE)


def is_fence(line: str) -> bool:
    """Answer whether the line begins or ends the front matter: three dashes, or what they were made into."""
    return bool(_FENCE.fullmatch(line))


def entries_meant(text: str, names: Sequence[str] = ()) -> str:
    """Answer YAML as it was meant; the `names` stand at the beginning of their lines."""
    text = _TAB.sub(lambda tabs: tabs[0].replace("\t", "  ").replace("\xa0", " "), text)
    text = _AFTER_NAME.sub(r"\1 ", text)
    if names:
        text = re.sub(rf"^ +(?=({'|'.join(names)}):)", "", text, flags=re.MULTILINE)
    return _QUOTED.sub(_delimited, text) if _ODD.search(text) else text


def body_meant(text: str) -> str:
    """Answer a body as it was meant: what stands in its tags and what its lines begin with; its words stay."""
    if not _ODD.search(text):
        return text
    return tags_meant(_BULLET.sub(r"\1-", _MARK.sub(r"\1 ", text)))


def tags_meant(text: str) -> str:
    """Answer the text with its tags as they were meant; the words around them, and in their quotes, stay."""
    return _TAG.sub(lambda tag: _straight(tag[0]) if _ODD.search(tag[0]) else tag[0], text)


def _straight(tag: str) -> str:
    written: list[str] = []
    closing = ""
    for at, char in enumerate(tag):
        if closing:
            ends = char in closing and not _is_apostrophe(tag, at)
            written.append(closing[0] if ends else char)
            closing = "" if ends else closing
        elif family := next((some for some in (_DOUBLE, _SINGLE) if char in some), ""):
            closing = family[0] if char == family[0] and char in tag[at + 1 :] else family
            written.append(family[0])
        else:
            written.append(" " if char.isspace() and char != "\n" else _SIGNS.get(char, char))
    return "".join(written)


def _is_apostrophe(tag: str, at: int) -> bool:
    return tag[at] in _SINGLE[1:] and tag[at - 1].isalnum() and tag[at + 1 : at + 2].isalnum()


def _delimited(found: re.Match[str]) -> str:
    """Answer an entry whose value stands in quotes, one of them not straight, with straight ones."""
    opened, words, closed = found["open"], found["words"], found["close"]
    family = _DOUBLE if opened in _DOUBLE else _SINGLE
    if closed not in family or {opened, closed} == {family[0]} or not _is_inside(opened, _TAG.sub("", words)):
        return found[0]
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'{found["name"]}"{escaped}"{found["rest"]}'


def _is_inside(opened: str, words: str) -> bool:
    """Answer whether the words stand in one pair of quotes, which may hold others, and not between two pairs."""
    closes = _PAIRS.get(opened)
    if closes is None:
        return not any(quote in words for quote in _DOUBLE)
    depth = 1
    for char in words:
        depth += (char == opened) - (char == closes)
        if depth == 0:
            return False
    return depth == 1
