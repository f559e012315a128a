"""The file of a mail as it is shown: line by line, with what is wrong on each."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from emails.finding import Finding

# What begins anew before it ends is none: to look on for its end would take minutes on a line full of beginnings.
SIGNS = re.compile(
    r"(?P<field>\{\{(?:(?!\{\{).)*?\}\})|(?P<rule>\{[%#](?:(?!\{[%#]).)*?[%#]\})|(?P<part>^\s*:::[\w-]*)|"
    r"(?P<head>^#{1,6} .*|^---$)|(?P<key>^\w+:)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some letters of a line, and what they are: field, rule, part, head, key, or plain words."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, and what is wrong with it."""

    number: int
    pieces: tuple[Piece, ...]
    findings: tuple[Finding, ...]

    @property
    def severity(self) -> str:
        """Answer the worst that is found on it; nothing if it is in order."""
        return min((finding.severity for finding in self.findings), default="")


def lines(text: str, findings: Iterable[Finding]) -> tuple[Line, ...]:
    """Answer the lines of a file, each with its findings."""
    found: dict[int, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.line, []).append(finding)
    told = enumerate(text.removesuffix("\n").split("\n"), 1)
    return tuple(Line(number, tuple(_pieces(line)), tuple(found.get(number, ()))) for number, line in told)


def _pieces(line: str) -> Iterator[Piece]:
    reached = 0
    for sign in SIGNS.finditer(line):
        if sign.start() > reached:
            yield Piece(line[reached : sign.start()])
        yield Piece(sign[0], sign.lastgroup or "")
        reached = sign.end()
    if reached < len(line):
        yield Piece(line[reached:])
