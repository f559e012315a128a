"""A quote: what somebody said, and who."""

import re

from emails.body import Use
from emails.components.component import Desk, MiswrittenError, Slots
from emails.components.prose import blocks, joined

_SPEAKER = re.compile(r"\s*(?:—|–|―|-{1,3})\s*(\S.*)")


def quote(desk: Desk, use: Use) -> Slots:
    """Answer the words and who said them."""
    said = list(use.inside or ())
    while not said[-1].strip():
        said.pop()
    speaker = _SPEAKER.fullmatch(said.pop())
    if speaker is None:
        raise MiswrittenError("the last line of a quote says who said it, behind a dash")
    if not any(line.strip() for line in said):
        raise MiswrittenError("a quote begins with what was said")
    words = joined(blocks(desk, said, use.line + 1, "a quote"), ">")
    return {**words, "who": desk.markdown.words(speaker[1].strip())}
