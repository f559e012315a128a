"""Buttons: a mail that asks for two things gets neither."""

import re
from collections.abc import Iterator
from typing import Any

from emails.finding import Finding
from emails.lint.draft import Draft

_FILLED = re.compile(r"(^|;)\s*background(-color)?\s*:\s*(?!transparent|none|inherit)")


def buttons(draft: Draft) -> Iterator[Finding]:
    """Find mails in which somebody would see more than one button."""
    counts = {proof.preview: sum(map(is_button, proof.tree.iter("a"))) for proof in draft.letters}
    person = max(counts, key=counts.__getitem__, default="")
    if counts.get(person, 0) > 1:
        message = f"there are {counts[person]} buttons: keep the one that matters most, and make links of the rest"
        yield draft.warning("buttons", message, ":::button", person)


def is_button(link: Any) -> bool:
    """Answer whether a link is drawn as a button: a block filled with a color, or named so."""
    return bool(_FILLED.search(link.get("style") or "")) or "button" in (link.get("class") or "").split()
