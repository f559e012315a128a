"""Links that lead to nobody's choices, cut on their way or from a test mail: who follows one is told what to do."""

from dataclasses import dataclass

from fastapi.responses import Response
from sqlalchemy import Connection

from console.rendering import page
from console.surveys.brand import brand_in_force
from workers.editions import Edition

NOBODY = 0  # no contact has this id: a link that is signed for it ends nothing


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a link leads to nobody, and whether that person may want something of us all the same."""

    status: int
    title: str
    said: str
    helps: bool


CUT = Lost(
    404,
    "This link is not complete",
    "A part of it was lost on the way, so this page cannot tell whose mails it is about, and nothing was changed. "
    "Click the link in the mail itself, or copy it as a whole, up to its last letter.",
    helps=True,
)
TEST = Lost(
    410,
    "This mail was a test",
    "The link is from a test mail or a preview: there is nothing to unsubscribe from, and nothing was changed.",
    helps=False,
)


def lost_page(connection: Connection, edition: Edition | None, lost: Lost) -> Response:
    """Answer the page on which such a link ends, in the words and colors of whoever sends the mails."""
    brand, program = brand_in_force(connection), edition.book.program if edition else None
    response = page(
        "preferences/lost.html",
        lost.status,
        lost=lost,
        product=program.product.name if program else "",
        reply_to=program.sender.reply_to if program else "",
        logo=brand.logo,
    )
    response.headers["Content-Security-Policy"] = brand.policy
    return response
