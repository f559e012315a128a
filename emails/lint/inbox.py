"""What an inbox shows before anybody opens the mail: the subject, and the line after it."""

from collections.abc import Iterator

from emails.finding import Finding
from emails.lint.draft import Draft

BEST, MOST = 50, 78  # RFC 5322 wants no line longer than 78; phones show 30 to 50 characters, desktops about 70
SHORTEST, LONGEST = 40, 110


def subject(draft: Draft) -> Iterator[Finding]:
    """Find subjects that are cut off: of names, only those of a usual length are held against them."""
    for usual, proof in enumerate(draft.proofs):
        length = len(proof.subject)
        told = f'the subject has {length} characters for "{proof.preview}"'
        if length > MOST:
            message = f"{told}: every mail program cuts it off at {MOST} or before; shorten it to {BEST}"
            yield draft.warning("subject-length", message, "subject:", proof.preview)
        elif length > BEST and not usual:
            message = f"{told}, and phones show about {BEST}: begin with what matters, or shorten it"
            yield draft.warning("subject-length", message, "subject:", proof.preview)


def preheader(draft: Draft) -> Iterator[Finding]:
    """Find the line after the subject if it is so short that the mail's first words fill it up, or too long."""
    for usual, proof in enumerate(draft.letters):
        length = len(proof.preheader)
        told = f'the preheader has {length} characters for "{proof.preview}"'
        if length > LONGEST:
            message = f"{told}: inboxes show {LONGEST} at most; say the most important thing first, and less"
            yield draft.warning("preheader-length", message, "preheader:", proof.preview)
        elif length < SHORTEST and not usual:
            message = f"{told}: {SHORTEST} to {LONGEST} fill the line; add what the subject leaves open"
            yield draft.warning("preheader-length", message, "preheader:", proof.preview)
