"""How a mail sounds: it does not shout, and says what it wants instead of "just checking in"."""

import re
from collections.abc import Iterator

from emails.finding import Finding
from emails.lint.draft import Draft

SHOUTED = frozenset(
    {"ACT", "NOW", "FREE", "LAST", "ONLY", "HURRY", "TODAY", "STOP", "WAIT", "NEW", "SALE", "DON'T", "MISS"}
)
INITIALS = 5  # HIPAA, OAUTH: a word of up to so many capitals may be an abbreviation
_CAPITALS = re.compile(r"\b[A-Z][A-Z'’]{2,}\b")
_BANGS = re.compile(r"!\s*!")
INSTEAD = {
    r"(just )?checking in\b": "say what you saw and what they can do now",
    r"touch(ing)? base": "say what you want to talk about, and for how long",
    r"circl(e|ing) back": "say what is still open, and what happens next",
    r"just follow(ing)? up": "say what is still open, and what happens next",
    r"(just )?wanted to reach out|reaching out": "begin with what is in it for them",
    r"hope (this|the) (e-?mail|mail|message) finds you well": "begin with what the mail is about",
    r"hope (you are|you're) (doing )?well": "begin with what the mail is about",
    r"per my last (e-?mail|mail|message)": "say it again in one sentence",
    r"(quick|friendly|gentle) reminder": "say what is due, when, and where to do it",
    r"click here": "let the words of the link say where it leads",
}
_INSTEAD = {re.compile(rf"\b{pattern}", re.IGNORECASE): way_out for pattern, way_out in INSTEAD.items()}


def shouting(draft: Draft) -> Iterator[Finding]:
    """Find words in capitals and rows of exclamation marks."""
    for number, line in draft.copy():
        for word in _CAPITALS.findall(line):
            if len(word) > INITIALS or word.replace("’", "'") in SHOUTED:
                message = f'"{word}" shouts: write it in small letters, or **bold** if it matters'
                yield draft.at(number, "warning", "shouting", message)
        if _BANGS.search(line):
            message = "more than one exclamation mark shouts, and looks like junk mail: one is enough, none is better"
            yield draft.at(number, "warning", "shouting", message)


def phrases(draft: Draft) -> Iterator[Finding]:
    """Find words that say nothing, with a better way."""
    for number, line in draft.copy():
        for pattern, way_out in _INSTEAD.items():
            if found := pattern.search(line.replace("’", "'")):
                yield draft.at(number, "warning", "phrase", f'"{found[0]}" gives nobody a reason to read on: {way_out}')
