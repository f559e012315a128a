"""Messages inside the product: they stand in somebody's way, so they are short, and ask for one thing."""

from collections.abc import Iterator

from lxml import html

from emails.drawing import drawing
from emails.finding import Finding
from emails.lint.buttons import is_button
from emails.lint.draft import Draft
from emails.lint.proof import Proof

TITLE, BODY = 60, 300  # characters, with names of a usual length


def prompt(draft: Draft) -> Iterator[Finding]:
    """Find messages that are too long for a box in the corner, ask for several things, or need a picture."""
    if draft.channel != "in_app" or not draft.proofs:
        return
    title = max(draft.proofs, key=lambda proof: len(proof.subject))
    if len(title.subject) > TITLE:
        message = f"the title has {len(title.subject)} characters: say it in {TITLE}, the rest belongs below"
        yield draft.error("prompt-title", message, "subject:", title.preview)
    body = max(draft.proofs, key=_length)
    if _length(body) > BODY:
        message = f"the message has {_length(body)} characters below its title: {BODY} is what people read in passing"
        yield draft.error("prompt-body", message, preview=body.preview)
    for proof in draft.proofs:
        yield from _parts(draft, proof)


def _length(proof: Proof) -> int:
    """Answer how many characters there are below the title, without the button."""
    said = drawing(proof.usual).html
    return len(" ".join(html.fragment_fromstring(said, create_parent="div").text_content().split()))


def _parts(draft: Draft, proof: Proof) -> Iterator[Finding]:
    count = sum(map(is_button, proof.tree.iter("a")))
    if count > 1:
        message = f"there are {count} buttons: a message in the product asks for one thing, so make links of the rest"
        yield draft.error("prompt-button", message, ":::button", proof.preview)
    if proof.tree.xpath("//img"):
        message = (
            "a message in the product has no pictures, because many products show none from elsewhere: leave it out"
        )
        yield draft.error("prompt-picture", message, "![", proof.preview)
