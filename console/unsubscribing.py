"""Unsubscribing: a page that asks, and a POST that does it. Opening a link never does: scanners follow links."""

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse

from console.rendering import page
from emails.unsubscribe import Subscription, verify
from models.consent import address_of, unsubscribe
from models.database import begin, look
from workers.boot import App

EVERYTHING = "*"
INVALID = "This unsubscribe link is not complete. Please use the link as it stands in the mail."


NOBODY = 0  # no contact has this id: a link that is signed for it ends nothing
TEST = "This link is from a test mail or a preview: there is nothing to unsubscribe from, and nothing was changed."


def unsubscribing(app: App) -> APIRouter:
    """Answer the two routes; both are public."""
    router = APIRouter(prefix="/unsubscribe/{token}")

    @router.api_route("", methods=["GET", "HEAD"])
    def ask(token: str) -> HTMLResponse:
        subscription = _subscription(token)
        with look(app.engine) as connection:
            address = address_of(connection, subscription.contact_id)
        return page("unsubscribe.html", topic=subscription.topic, address=masked(address), sender=_sender(app))

    @router.post("")
    def end(token: str, everything: bool = False) -> HTMLResponse:
        subscription = _subscription(token)
        topic = EVERYTHING if everything else subscription.topic
        with begin(app.engine) as connection:
            unsubscribe(connection, app.now(), subscription.contact_id, topic)
            address = address_of(connection, subscription.contact_id)
        return page("unsubscribed.html", topic=topic, address=masked(address), sender=_sender(app))

    def _subscription(token: str) -> Subscription:
        found = verify(token, app.secret)
        if found is None:
            raise HTTPException(404, INVALID)
        if found.contact_id == NOBODY:
            raise HTTPException(410, TEST)
        return found

    return router


def masked(address: str) -> str:
    """Answer an address that its owner recognizes and nobody else learns."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}…{at}{domain}" if at else ""


def _sender(app: App) -> str:
    """Answer whose product the mails are about, as the program in force says; nothing if that cannot be read."""
    try:
        with look(app.engine) as connection:
            edition = app.editions.current(connection)
    except ExceptionGroup:
        return ""
    return edition.book.program.product.name if edition else ""
