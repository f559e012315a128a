"""How a mail is read out: its language, one heading for the whole, and headings in their order."""

from collections.abc import Iterator
from itertools import pairwise

from emails.finding import Finding
from emails.lint.draft import Draft

LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")


def headings(draft: Draft) -> Iterator[Finding]:
    """Find mails without exactly one heading of the first order, and headings that skip an order."""
    for proof in draft.letters:
        levels = [LEVELS.index(node.tag) + 1 for node in proof.tree.iter(*LEVELS)]
        if levels.count(1) != 1:
            count = "no" if 1 not in levels else str(levels.count(1))
            message = f"the mail has {count} headings `# …`: one says what the whole mail is about; below it use `## …`"
            yield draft.warning("headings", message, "# " if 1 in levels else "", proof.preview)
        for before, after in pairwise(levels):
            if after > before + 1:
                message = f"a heading `{'#' * after} …` follows one `{'#' * before} …`: use `{'#' * (before + 1)} …`"
                yield draft.warning("headings", message, "#" * after + " ", proof.preview)


def language(draft: Draft) -> Iterator[Finding]:
    """Find mails that do not say their language: a screen reader would read them in that of its owner."""
    for proof in draft.letters:
        if not (proof.tree.get("lang") or "").strip():
            message = 'the mail does not say in which language it is: write <mjml lang="[[ language ]]">'
            yield draft.in_theme("error", "language", message, ("<mjml",), proof.preview)
