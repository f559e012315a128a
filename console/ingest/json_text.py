"""JSON as it comes: quickly where it is sound, otherwise so that one bad message does not spoil its neighbors."""

import json
import math
import re

import orjson

from console.ingest.problem import invalid_json

DEEPEST_KEPT = 40  # what lies deeper is cut away: its message is refused for its depth anyway
# An atomic group, not a possessive one: those lose count in Python before 3.11.5.
TOKEN = re.compile(r'"(?>(?:[^"\\]++|\\.)*)"?|[\[\]{}]', re.DOTALL)


class NoNumber:
    """Stands for NaN, Infinity and numbers beyond them: JSON does not know these, and no message may hold them."""


def read_json(body: bytes) -> object:
    """Answer what the body says; raise a Problem if it is no JSON at all.

    What databases cannot store is left in: lone surrogates (also for bytes that are not UTF-8) and `NoNumber`.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return _read_patiently(body)


def _read_patiently(body: bytes) -> object:
    text = _pruned(body.removeprefix(b"\xef\xbb\xbf").decode(errors="surrogateescape"))
    try:
        return _PATIENT.decode(text)
    except json.JSONDecodeError as error:
        raise invalid_json(f"{error.msg} at line {error.lineno}, column {error.colno}") from None


def _pruned(text: str) -> str:
    """Answer the text without what lies too deep for any parser."""
    kept, depth, start = [], 0, 0
    for found in TOKEN.finditer(text):
        step = {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if step > 0 and depth == DEEPEST_KEPT:
            kept.append(text[start : found.end()])
        depth += step
        if step < 0 and depth == DEEPEST_KEPT:
            start = found.start()
    return "".join(kept) + (text[start:] if depth <= DEEPEST_KEPT else "")


def _number(digits: str) -> object:
    value = float(digits)
    return value if math.isfinite(value) else NoNumber()


def _whole(digits: str) -> object:
    return int(digits) if len(digits) < 19 else _number(digits)


# Control characters within texts are against the rules, and harmless.
_PATIENT = json.JSONDecoder(parse_float=_number, parse_int=_whole, parse_constant=lambda _: NoNumber(), strict=False)
