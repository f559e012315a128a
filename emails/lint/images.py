"""Images: many people see only the words in their place, and some never load them."""

import re
from collections.abc import Iterator

from emails.finding import Finding
from emails.lint.draft import Draft

_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_FILE_NAME = re.compile(r"\S+\.(png|jpe?g|gif|webp|svg)|(img|image|dsc|screenshot)[ _-]?\d*", re.IGNORECASE)
FEWEST_WORDS = 20  # for each image


def alt_texts(draft: Draft) -> Iterator[Finding]:
    """Find images that say nothing to whom does not see them."""
    for proof in draft.proofs:
        for image in proof.tree.iter("img"):
            alt = image.get("alt")
            decoration = alt == "" and (image.get("role") == "presentation" or image.get("aria-hidden") == "true")
            if not decoration and (not (alt or "").strip() or _FILE_NAME.fullmatch(alt.strip())):
                near = image.get("src") or "<img"
                message = f"an image has no words in its place ({near:.60}): say what it shows, ![words](…)"
                yield draft.error("alt-text", message, near, proof.preview)


def image_only(draft: Draft) -> Iterator[Finding]:
    """Find mails that say what they have to say in images: with images off, nothing is left of them."""
    body = "\n".join(draft.page.lines)
    images = len(_IMAGE.findall(body))
    if not images:
        return
    written = " ".join(re.sub(r"!\[[^\]\n]*\]", " ", line) for _, line in draft.body())
    words = len(re.findall(r"\w{2,}", written))
    if words == 0:
        yield draft.error(
            "image-only", "the mail is only an image: with images off nothing is left, so write it out", "!["
        )
    elif words < FEWEST_WORDS * images:
        message = f"there are only {words} words beside {images} images: filters take that for junk, so write more"
        yield draft.warning("image-only", message, "![")
