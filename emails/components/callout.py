"""A callout: a note that stands out."""

from emails.body import Use
from emails.components.component import Desk, Slots
from emails.components.prose import blocks, joined


def callout(desk: Desk, use: Use) -> Slots:
    """Answer the words of the note."""
    return joined(blocks(desk, use.inside or (), use.line + 1, "a callout"), "|")
