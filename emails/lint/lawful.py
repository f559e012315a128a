"""A commercial mail shows how to leave it and who sent it: the law and every large mail provider ask for both."""

from collections.abc import Iterator

from emails.finding import Finding
from emails.lint.draft import Draft
from emails.lint.proof import Proof
from emails.preview import SENT_WITH

UNSUBSCRIBE, POSTAL = SENT_WITH["links.unsubscribe"], SENT_WITH["brand.postal_address"]


def lawful(draft: Draft) -> Iterator[Finding]:
    """Find mails that cannot be unsubscribed from, or hide the sender's postal address, in HTML or in text."""
    for proof in draft.letters:
        for part, leaves, tells in _parts(proof):
            if not leaves:
                message = f"the {part} has no link to unsubscribe: put {{{{ links.unsubscribe }}}} into the footer"
                yield draft.in_theme("error", "unsubscribe", message, (), proof.preview)
            if not tells:
                message = f"the {part} has no postal address: put {{{{ brand.postal_address }}}} into the footer"
                yield draft.in_theme("error", "postal-address", message, (), proof.preview)


def _parts(proof: Proof) -> Iterator[tuple[str, bool, bool]]:
    yield "HTML of the mail", UNSUBSCRIBE in proof.tree.xpath("//a/@href"), POSTAL in proof.words
    text = " ".join(proof.content.text.split())
    yield "plain text of the mail", UNSUBSCRIBE in text, POSTAL in text
