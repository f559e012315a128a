"""What the product of the loaded program calls things, so that the book speaks its language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Event names by their part in the story.

    `checklist`: what proves each item, in order. `features`: what proves each core feature. `task` is what is counted
    as use, `first_value` what proves the first value, `presence` that somebody was there at all.
    """

    feed: str
    presence: str
    task: str
    first_value: str
    checklist: tuple[str, ...]
    features: tuple[str, ...]
