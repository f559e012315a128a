"""The scanner: a condition's text, cut into what Python's parser can read and the literals it cannot.

Every literal becomes a ` 0 ` in the code and is looked up again by where it stands, so `20%` and `7 days` need no
grammar of their own, and no text a person quotes ever meets Python's parser.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from journeys.durations import UNITS

LONGEST, MOST, DEEPEST = 2000, 400, 15  # characters, words, brackets within brackets
GREATEST = 1e15
TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<text>"[^"\n]*"|'[^'\n]*')
    |(?P<thousands>\d{1,3}(?:,\d{3})+(?![\w.]))
    |(?P<duration>\d{1,4}\ *(?P<unit>hour|day|week)s?(?!\w))
    |(?P<percent>(?:\d+(?:\.\d+)?|\.\d+)\ *%)
    |(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?![\w.]))
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>\*\*|//|==|!=|<=|>=|<>|&&|\|\||:=|[-+*/<>()\[\],.])
    |(?P<strange>\d[\w.]*|["'][^\n]*|.)""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)
HINTS = {
    "=": 'write "==" to compare', ":=": 'write "==" to compare', "<>": 'write "!="',
    "&&": 'write "and"', "&": 'write "and"', "||": 'write "or"', "|": 'write "or"', "!": 'write "not"',
    "≥": 'write ">="', "≤": 'write "<="', "≠": 'write "!="', "**": "there are no powers", "//": 'divide with "/"',
    "“": 'quotes are written as "', "”": 'quotes are written as "', "„": 'quotes are written as "',
    "’": "quotes are written as '", "{": "a list stands in [ ]", "}": "a list stands in [ ]",
    '"': "this quote is never closed", "'": "this quote is never closed",
    "%": "a percent sign belongs behind a number", "#": "a condition has no comments",
}  # fmt: skip
MENDED = {"=": "==", ":=": "==", "<>": "!=", "&&": " and ", "&": " and ", "||": " or ", "|": " or ",
          "≥": ">=", "≤": "<=", "≠": "!=", "**": "*", "//": "/"}  # fmt: skip
CONNECTIVES = {"AND": "and", "OR": "or", "NOT": "not", "IN": "in", "And": "and", "Or": "or", "Not": "not"}


@dataclass(frozen=True, slots=True)
class Percent:
    """A share, as a fraction of one."""

    share: float


Literal = str | int | float | timedelta | Percent


@dataclass(slots=True)
class Scan:
    """`code` for Python's parser; `origin` of each of its characters in the text; `literals` by where they stand.

    `mistakes` are offsets with messages; `sound` says whether the code is worth parsing all the same.
    """

    text: str
    code: str = ""
    origin: list[int] = field(default_factory=list)
    literals: dict[int, Literal] = field(default_factory=dict)
    mistakes: list[tuple[int, str]] = field(default_factory=list)
    sound: bool = True

    def add(self, code: str, at: int) -> None:
        """Append code that stands for what is written `at` there."""
        self.code += code
        self.origin += range(at, at + len(code)) if self.text.startswith(code, at) else [at] * len(code)

    def add_literal(self, literal: Literal, start: int, end: int) -> None:
        """Append the stand-in for a literal."""
        self.literals[len(self.code) + 1] = literal
        self.code += " 0 "
        self.origin += [start, start, end]

    def spot(self, offset: int) -> int:
        """Answer where in the text the code's character `offset` comes from."""
        return self.origin[offset] if offset < len(self.origin) else len(self.text)

    def written(self, start: int, end: int) -> str:
        """Answer what was written where the code has `start` to `end`, on one line."""
        return " ".join(self.text[self.spot(start) : self.spot(end)].split())


def scan(text: str) -> Scan:
    """Cut `text` into code and literals, and note everything that can be part of no condition."""
    result = Scan(text)
    if len(text) > LONGEST:
        return _refuse(result, 0, f"a condition has at most {LONGEST:,} characters: split it")
    depth = 0
    for number, found in enumerate(TOKEN.finditer(text)):
        depth += (found[0] in ("(", "[")) - (found[0] in (")", "]"))
        if number > MOST or depth > DEEPEST:
            return _refuse(result, found.start(), "this is too long or too deeply nested: split the condition")
        if found.lastgroup == "thousands" and depth > 0:
            _numbers_in_a_row(result, found)
        else:
            READ[_kind(found)](result, found)
    return result


def _kind(found: re.Match[str]) -> str:
    return next(name for name in READ if found[name] is not None)


def _refuse(result: Scan, at: int, message: str) -> Scan:
    result.mistakes.append((at, message))
    result.sound = False
    return result


def _text(result: Scan, found: re.Match[str]) -> None:
    if "\\" in found[0]:
        result.mistakes.append((found.start() + found[0].index("\\"), "a text has no backslashes"))
    result.add_literal(found[0][1:-1], *found.span())


def _thousands(result: Scan, found: re.Match[str]) -> None:
    digits = found[0].replace(",", "")
    result.mistakes.append((found.start(), f"write {digits}, without commas"))
    result.add_literal(float(digits), *found.span())


def _numbers_in_a_row(result: Scan, found: re.Match[str]) -> None:
    """Within brackets, commas between numbers separate them: `[100,200]`."""
    for number in re.finditer(r"\d+|,", found[0]):
        start = found.start() + number.start()
        if number[0] == ",":
            result.add(",", start)
        else:
            result.add_literal(int(number[0]), start, start + len(number[0]))


def _duration(result: Scan, found: re.Match[str]) -> None:
    amount = re.match(r"\d+", found[0])
    result.add_literal(int(amount[0] if amount else 0) * UNITS[found["unit"]], *found.span())


def _percent(result: Scan, found: re.Match[str]) -> None:
    result.add_literal(Percent(_size(result, found, found[0].rstrip(" %")) / 100), *found.span())


def _number(result: Scan, found: re.Match[str]) -> None:
    size = _size(result, found, found[0])
    result.add_literal(int(size) if found[0].isdigit() else size, *found.span())


def _size(result: Scan, found: re.Match[str], digits: str) -> float:
    size = float(digits)
    if size > GREATEST:
        result.mistakes.append((found.start(), "this number is too large"))
    return min(size, GREATEST)


def _word(result: Scan, found: re.Match[str]) -> None:
    meant = CONNECTIVES.get(found[0])
    if meant:
        result.mistakes.append((found.start(), f'write "{meant}" in small letters'))
    result.add(meant or found[0], found.start())


def _sign(result: Scan, found: re.Match[str]) -> None:
    hint = HINTS.get(found[0])
    if hint:
        result.mistakes.append((found.start(), f'"{found[0]}" is not part of a condition: {hint}'))
    result.add(MENDED.get(found[0], found[0]), found.start())


def _strange(result: Scan, found: re.Match[str]) -> None:
    if found[0] in MENDED:
        return _sign(result, found)
    digit = found[0][0].isdigit()
    sign = found[0] if digit else found[0][0]  # behind a quote that is never closed, nobody knows what is meant
    hint = 'numbers look like 15000, 0.5, 20% or "7 days" without the quotes' if digit else HINTS.get(sign)
    _refuse(result, found.start(), f'"{sign}" is not part of a condition' + (f": {hint}" if hint else ""))
    return None


READ: dict[str, Callable[[Scan, re.Match[str]], None]] = {
    "space": lambda result, found: result.add(" ", found.start()),
    "text": _text,
    "thousands": _thousands,
    "duration": _duration,
    "percent": _percent,
    "number": _number,
    "word": _word,
    "sign": _sign,
    "strange": _strange,
}
