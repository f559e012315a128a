"""POST /webhooks/stripe: what Stripe tells of payments and subscriptions, recorded before it is answered.

Whatever is signed and cannot be used is written down as a refusal and answered with 200: Stripe would send it again for
days, and it would be no better then. Only what is not from Stripe gets 400, and what cannot be recorded now 503.
"""

import json
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from console.ingest.guide import Guide, guide_of
from console.webhooks.part import MalformedError
from console.webhooks.receiving import note_refusal, receive_signed
from console.webhooks.stripe_events import facts_of, read_notice
from console.webhooks.stripe_signature import verify
from models.database import begin
from models.reception import Receipt, receive
from workers.boot import App

MOST = 512 * 1024  # bytes; Stripe's largest events have a tenth of it


def stripe_webhook(app: App) -> APIRouter:
    """Answer the route; it is public, and believes only what is signed."""
    router = APIRouter()

    @router.post("/webhooks/stripe")
    async def webhook(request: Request) -> Response:
        signature = request.headers.get("Stripe-Signature")
        check = lambda body: verify(body, signature, app.settings.stripe_secrets)  # noqa: E731
        return await receive_signed(request, MOST, check, partial(_record, app))

    return router


def _record(app: App, body: bytes) -> dict[str, object]:
    """Record what a signed message tells; answer what became of it, once it is committed."""
    now, key = app.now(), ""
    with begin(app.engine) as connection:
        try:
            notice = read_notice(_json(body), now)
            key = notice.id
            told = facts_of(notice, guide_of(app.editions.current(connection), Guide()))
        except MalformedError as error:
            return _refuse(connection, app, key, str(error), body)
        receipt = receive(connection, now, told)
        refused = _because(receipt, "refused")
        if refused:
            return _refuse(connection, app, key, refused, body)
        if conflict := _because(receipt, "conflict"):  # whose customer it is; what happened is recorded
            _refuse(connection, app, key, conflict, body)
    return {"received": key, "events": [outcome.kind for outcome in receipt.events]}


def _refuse(connection: Connection, app: App, key: str, reason: str, body: bytes) -> dict[str, object]:
    return {"received": key, "refused": note_refusal(connection, app.now(), "stripe", key, reason, body)}


def _because(receipt: Receipt, kind: str) -> str:
    events = receipt.events if kind == "refused" else ()  # one happening that Stripe tells in two ways is no conflict
    return "; ".join(outcome.because for outcome in (*receipt.accounts, *events) if outcome.kind == kind)


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MalformedError(f"it is no JSON that can be read: {error}") from None
