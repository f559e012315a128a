"""What an inbox shows before anybody opens the mail: the subject, and the line after it."""

from collections.abc import Callable, Iterator

from emails.finding import Finding
from emails.lint.draft import Draft
from emails.lint.proof import Proof

BEST, MOST = 50, 78  # RFC 5322 wants no line longer than 78; phones show 30 to 50 characters, desktops about 70
SHORTEST, LONGEST = 40, 110


def subject(draft: Draft) -> Iterator[Finding]:
    """Find subjects that are cut off: of names, only those of a usual length are held against them."""
    longest, usual = _two(draft.letters, lambda proof: len(proof.subject))
    if longest and len(longest.subject) > MOST:
        way_out = f"every mail program cuts it off at {MOST} or before, so shorten it to {BEST}"
        yield draft.warning(
            "subject-length", f"{_told('subject', longest.subject)}: {way_out}", "subject:", longest.preview
        )
    elif usual and len(usual.subject) > BEST:
        way_out = f"phones show about {BEST}, so begin with what matters, or shorten it"
        yield draft.warning(
            "subject-length", f"{_told('subject', usual.subject)}: {way_out}", "subject:", usual.preview
        )


def preheader(draft: Draft) -> Iterator[Finding]:
    """Find the line after the subject if it is so short that the mail's first words fill it up, or too long."""
    longest, usual = _two(draft.letters, lambda proof: len(proof.preheader))
    if longest and len(longest.preheader) > LONGEST:
        way_out = f"inboxes show {LONGEST} at most, so say the most important thing first, and less"
        told = _told("preheader", longest.preheader)
        yield draft.warning("preheader-length", f"{told}: {way_out}", "preheader:", longest.preview)
    elif usual and len(usual.preheader) < SHORTEST:
        way_out = f"{SHORTEST} to {LONGEST} fill the line, so add what the subject leaves open"
        told = _told("preheader", usual.preheader)
        yield draft.warning("preheader-length", f"{told}: {way_out}", "preheader:", usual.preview)


def _two(proofs: tuple[Proof, ...], length: Callable[[Proof], int]) -> tuple[Proof | None, Proof | None]:
    """Answer the longest, and the usual one, which comes first."""
    return max(proofs, key=length, default=None), next(iter(proofs), None)


def _told(what: str, line: str) -> str:
    return f"the {what} has {len(line)} characters"
