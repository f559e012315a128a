"""POST /webhooks/sendgrid: what becomes of mails, as SendGrid's signed Event Webhook tells it, recorded, then answered.

Only what is not from SendGrid gets 401 or 403, and what cannot be recorded now 503: then SendGrid tells it again, for a
day. Whatever is signed and cannot be used is written down as a refusal and answered with 200: it would be no better
then.
"""

import logging
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.webhooks.receiving import note_refusal, receive_signed
from console.webhooks.sendgrid_signature import verify
from emails.sendgrid_events import UnreadableError, read_events
from emails.sendgrid_signature import public_key
from models.database import begin
from workers.boot import App
from workers.clocks import machine_time
from workers.mail_events import take_events

log = logging.getLogger("tenure.sendgrid")

MOST = 4 * 1024 * 1024  # bytes; SendGrid sends what has gathered in 30 seconds, and at most 768 KB of it at once


def sendgrid_webhook(app: App) -> APIRouter:
    """Answer the route; it is public, and believes only what is signed."""
    router = APIRouter()
    keys = [public_key(text) for text in app.settings.webhook_keys]

    @router.post("/webhooks/sendgrid")
    async def webhook(request: Request) -> Response:
        check = lambda body: verify(body, request.headers, keys)  # noqa: E731
        return await receive_signed(request, MOST, check, partial(_record, app))

    return router


def _record(app: App, body: bytes) -> dict[str, object]:
    """Record what a signed message tells; answer what became of it, once it is committed."""
    now = app.now()
    with begin(app.engine) as connection:
        try:
            told = read_events(body)
        except UnreadableError as error:
            return {"refused": note_refusal(connection, now, "sendgrid", "", str(error), body)}
        found = take_events(connection, app.editions.current(connection), told, now, machine_time())
    if found.ignored:
        log.info("%s of %s events are about mails of other systems on this SendGrid account", found.ignored, len(told))
    return {"recorded": found.recorded, "known": found.known, "ignored": found.ignored}
