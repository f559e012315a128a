"""A file that a person wrote, and how to point at what is wrong in it."""

import difflib
import re
from collections.abc import Iterable


class Page:
    """The text of one file, with newlines and byte order mark normalized, and the mistakes found in it so far."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self.lines = self.text.split("\n")
        self.mistakes: list[SyntaxError] = []

    def report(self, message: str, line: int, near: str = "", column: int = 0) -> None:
        """Note a mistake; lines and columns count from 1, and `near` is the word on the line to point at."""
        line = min(max(line, 1), len(self.lines))
        source = self.lines[line - 1]
        mistake = SyntaxError(message, (self.path, line, column or _column(source, near), source))
        if all(_identity(mistake) != _identity(known) for known in self.mistakes):
            self.mistakes.append(mistake)

    def line_of(self, word: str, after: int = 1) -> int:
        """Answer the first line from `after` on that contains `word`; `after` if none does."""
        for number in range(after, len(self.lines) + 1):
            if word in self.lines[number - 1]:
                return number
        return after


def suggest(word: str, known: Iterable[str]) -> str:
    """Answer ': did you mean "x"?' when one of `known` is close to `word`, otherwise nothing."""
    close = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f': did you mean "{close[0]}"?' if close else ""


def _column(source: str, near: str) -> int:
    if near:
        found = re.search(rf"(?<![\w.]){re.escape(near)}(?!\w)", source)
        at = found.start() if found else source.find(near)
        if at >= 0:
            return at + 1
    return len(source) - len(source.lstrip()) + 1


def _identity(mistake: SyntaxError) -> tuple[object, ...]:
    return mistake.msg, mistake.lineno, mistake.offset
