"""How large a mail is when it arrives: Gmail hides what goes beyond 102 KB, and the way to unsubscribe with it."""

import quopri
from collections.abc import Iterator

from emails.finding import Finding
from emails.lint.draft import Draft
from emails.lint.proof import Proof

LIMIT = 102 * 1024
CLOSE = int(LIMIT * 0.8)
# SendGrid puts a link of its own in place of each of ours: the address encrypted and written in base64, and a signature
# of some 250 characters. Real ones are 330 to 1,150 characters long; this comes out at or above those looked at.
SIGNATURE, GROWTH = 300, 1.5
PIXEL = 700  # the image by which an opening is noticed


def size(draft: Draft) -> Iterator[Finding]:
    """Find mails of which Gmail would show only the beginning, and those that are close to it."""
    largest = max(draft.letters, key=arriving, default=None)
    found = arriving(largest) if largest else 0
    told = f"{found / 1024:.0f} KB, once links are tracked and everything is encoded"
    way_out = "shorten its lists with [:3], or its text"
    if largest and found > LIMIT:
        message = f"Gmail cuts off a mail at 102 KB, and this one has {told}: {way_out}"
        yield draft.error("size", message, preview=largest.preview)
    elif largest and found > CLOSE:
        message = f"this mail comes close to the 102 KB at which Gmail cuts it off, {told}: {way_out}"
        yield draft.warning("size", message, preview=largest.preview)


def arriving(proof: Proof) -> int:
    """Answer about how many bytes of HTML arrive, links rewritten by SendGrid, in quoted-printable.

    Those who measured differ on whether Gmail counts before or after decoding, so the larger number is taken.
    """
    tracked = [address for address in proof.tree.xpath("//a/@href") if address.startswith("http")]
    longer = sum(int(SIGNATURE + len(address) * (GROWTH - 1)) for address in tracked)
    return len(quopri.encodestring(proof.content.html.encode())) + longer + PIXEL
