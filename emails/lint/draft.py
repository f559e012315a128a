"""A mail under examination: its file, the theme it is drawn with, and the proofs of it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from emails.finding import Finding, Severity
from emails.lint.proof import Proof
from emails.page import Page
from emails.template import Channel

# What is no copy: fields and statements, comments, and the addresses behind links.
_TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|(?<=\])\([^)\n]*\)|https?://\S+")


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that a rule may look at. `theme` has the theme's files by name; without `today` no year is stale."""

    page: Page
    channel: Channel
    proofs: tuple[Proof, ...]
    theme: Mapping[str, Page]
    today: date | None = None

    @property
    def letters(self) -> tuple[Proof, ...]:
        """Answer the proofs if it is a mail: a prompt in the product has no letterhead, head or footer to look at."""
        return self.proofs if self.channel == "email" else ()

    def error(self, rule: str, message: str, near: str = "", preview: str = "") -> Finding:
        """Answer a finding that blocks publishing, at the line of the mail that has the word `near`."""
        return self._finding("error", rule, message, near, preview)

    def warning(self, rule: str, message: str, near: str = "", preview: str = "") -> Finding:
        """Answer a finding that blocks nothing, at the line of the mail that has the word `near`."""
        return self._finding("warning", rule, message, near, preview)

    def copy(self) -> Iterator[tuple[int, str]]:
        """Go through the lines of what the marketer wrote, each with its number, fields and addresses taken out."""
        for number, line in enumerate(self.page.lines, 1):
            if not re.match(r"(topic|channel|goal|within|share):", line):
                yield number, _TAGS.sub(" ", line)

    def body(self) -> Iterator[tuple[int, str]]:
        """Go through the lines of the copy below the front matter."""
        fences = [number for number, line in enumerate(self.page.lines, 1) if line.strip() == "---"][:2]
        yield from ((number, line) for number, line in self.copy() if number > max(fences, default=0))

    def at(self, line: int, severity: Severity, rule: str, message: str) -> Finding:
        """Answer a finding at a line of the mail."""
        return Finding(self.page.path, line, severity, rule, message)

    def in_theme(self, severity: Severity, rule: str, message: str, words: Iterable[str], preview: str = "") -> Finding:
        """Answer a finding at the first place in the theme that has one of the words, the first of them if possible."""
        if place := place_of(self.theme, words):
            return Finding(*place, severity, rule, message, preview)
        letter = self.theme.get("default.mjml")
        return Finding(letter.path if letter else self.page.path, 0, severity, rule, message, preview)

    def _finding(self, severity: Severity, rule: str, message: str, near: str, preview: str) -> Finding:
        line = next((number for number, text in enumerate(self.page.lines, 1) if near and near in text), 0)
        return Finding(self.page.path, line, severity, rule, message, preview)


def place_of(theme: Mapping[str, Page], words: Iterable[str]) -> tuple[str, int] | None:
    """Answer the first place in the theme that has one of the words, in the brand if possible: its path and line."""
    for word in words:
        for page in sorted(theme.values(), key=lambda page: not page.path.endswith("brand.yaml")):
            if word.lower() in page.text.lower():
                return page.path, 1 + page.text.lower().split(word.lower())[0].count("\n")
    return None


Rule = Callable[[Draft], Iterable[Finding]]
