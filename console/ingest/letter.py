"""A letter: one message, what it tells, and why it, or a part of it, is not taken."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

import orjson

from models.facts import AccountFacts, ContactFacts, EventFacts, LinkFacts, printable

LARGEST = 32 * 1024  # bytes of a message, written without blanks
DEEPEST = 20
LONGEST_SHOWN = 2000  # characters of a refused message that are kept

Fact = AccountFacts | ContactFacts | LinkFacts | EventFacts


@dataclass(slots=True)
class Letter:
    """One message of a request. `reasons`: why it is refused, if it is; `left_out`: parts that could not be used."""

    index: int
    content: bytes = b""
    message_id: str = ""
    facts: list[Fact] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def refused(self) -> dict[str, object]:
        """Answer what its sender is told, if it is refused."""
        return {"index": self.index, "messageId": printable(self.message_id, 200), "reason": "; ".join(self.reasons)}

    @property
    def shown(self) -> str:
        """Answer the message as it is kept for people to look at."""
        return self.content[: 2 * LONGEST_SHOWN].decode(errors="ignore").replace("\0", "")[:LONGEST_SHOWN]

    @property
    def whole(self) -> str:
        """Answer the message as it is kept where the fault is ours: nothing of it may be lost."""
        return self.content.decode(errors="ignore").replace("\0", "")


def sealed(index: int, message: object) -> Letter:
    """Answer the letter of a message, with the reasons why it cannot be stored whatever it says."""
    try:
        letter = Letter(index, orjson.dumps(message))
    except TypeError as error:
        return Letter(index, _escaped(message), reasons=[_unstorable(str(error))])
    if len(letter.content) > LARGEST:
        letter.reasons.append(f"the message is too large: {len(letter.content):,} bytes, at most {LARGEST:,}")
    if letter.content.count(b"{") + letter.content.count(b"[") > DEEPEST and _is_deeper(message, DEEPEST):
        letter.reasons.append(f"the message is nested deeper than {DEEPEST}")
    elif b"\\u0000" in letter.content and any("\0" in text for text in _texts(message)):
        letter.reasons.append("the message holds a NUL character, which no database stores")
    return letter


def fingerprint(*parts: object) -> str:
    """Answer a message id for a message that has none: the same content, the same id."""
    return "derived:" + blake2b(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def _unstorable(error: str) -> str:
    if "surrogates" in error:
        return "the message holds text that is not valid Unicode"
    if "ecursion" in error:
        return f"the message is nested deeper than {DEEPEST}"
    return "the message holds NaN, Infinity or a number beyond them, which JSON does not know"


def _escaped(message: object) -> bytes:
    try:
        return json.dumps(message, default=lambda _: "not a number").encode()
    except RecursionError:
        return b"(nested too deep to be shown)"


def _is_deeper(value: object, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_deeper(one, levels - 1) for one in inner)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
