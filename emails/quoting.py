"""Where the words of an entry need quotes, or have quotes that end too early."""

import re
from collections.abc import Iterator, Sequence

from emails.page import Page

_WHOLE = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(\#.*)?""")
_BLOCK = re.compile(r"[|>][-+\d]*\s*(\#.*)?")
_ODD_START = re.compile(r"[{\[\]},@%`&*!|>]|[-?](?=\s)")
_IN_QUOTES = "put the whole text in quotes"
_OTHERS = {'"': "'…'", "'": '"…"'}


def report_quoting(page: Page, text: str, first_line: int, names: Sequence[str]) -> bool:
    """Answer whether the words behind each of the `names` can be read; every mistake is reported to the page."""
    entry = re.compile(rf"({'|'.join(names)})(\s*:\s*|\s+)(.*)")
    before = len(page.mistakes)
    for number, line in enumerate(text.split("\n"), first_line):
        if found := entry.fullmatch(line):
            for message, at in _slips(found[1], found[2], found[3].rstrip()):
                page.report(message, number, column=found.start(3) + at + 1)
    return len(page.mistakes) == before


def _slips(name: str, between: str, words: str) -> Iterator[tuple[str, int]]:
    """Answer what is wrong with one line, and where in its words."""
    if ":" not in between:
        yield f"a colon is missing behind {name}, as in `{name}: …`", -len(between)
    elif not between.endswith((" ", "\t")) and words:
        yield f"a space is missing behind the colon, as in `{name}: …`", -1
    elif _WHOLE.fullmatch(words) or _BLOCK.fullmatch(words) or not words or words.startswith("#"):
        return
    elif words[0] in _OTHERS:
        yield from _ending_early(words)
    elif odd := _ODD_START.match(words):
        yield f"a text cannot begin with {odd[0]}: {_IN_QUOTES}", 0
    elif colon := re.search(r":(?=\s|$)", words):
        yield f"a colon is not expected here: {_IN_QUOTES}", colon.start()
    elif hidden := re.search(r"\s#", words):
        yield f"nothing is read from # on: {_IN_QUOTES}, or take it away", hidden.start() + 1


def _ending_early(words: str) -> Iterator[tuple[str, int]]:
    """Answer where quotes end before the text does; a text may also go on in the next line."""
    quote = words[0]
    end = next((at for at in range(1, len(words)) if words[at] == quote and words[at - 1] != "\\"), 0)
    if end:
        yield f"the text would end at this {quote}: put all of it in other quotes, {_OTHERS[quote]}", end
