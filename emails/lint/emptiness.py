"""A mail that says nothing: no subject once it is filled in, or an empty body."""

import re
from collections.abc import Iterator

from emails.finding import Finding
from emails.lint.draft import Draft


def emptiness(draft: Draft) -> Iterator[Finding]:
    """Find subjects and texts of which nothing is left for some made-up person."""
    for proof in draft.proofs:
        if not re.search(r"\w", proof.content.subject):
            message = "the subject is empty for some people: say something in every case, with {% else %} or default"
            yield draft.error("subject-empty", message, "subject:", proof.preview)
        if not re.search(r"\w", _said(proof.content.text)):
            message = "the mail says nothing to some people: write what they read, with {% else %}"
            yield draft.error("text-empty", message, preview=proof.preview)


def _said(text: str) -> str:
    """Answer the text without its footer, which begins with two dashes."""
    return re.split(r"^-- ?$", text, maxsplit=1, flags=re.MULTILINE)[0]
