"""Stripe's side: objects as it writes them, before and since 2025-03-31, and messages that it really signed."""

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx
from stripe import WebhookSignature

SECRET = "whsec_of_the_tests"


def seconds(day: str) -> int:
    """Answer a moment (UTC) as Stripe writes it."""
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


def event(key: str, kind: str, told: Mapping[str, Any], created: str = "2026-03-01T12:00:00") -> dict[str, Any]:
    """Answer an event about an object."""
    return {
        "id": key, "object": "event", "api_version": "2025-03-31.basil", "created": seconds(created), "livemode": True,
        "pending_webhooks": 1, "type": kind, "data": {"object": dict(told)},
    }  # fmt: skip


def item(unit: int | None, quantity: int | None = 1, interval: str = "month", **more: Any) -> dict[str, Any]:
    """Answer an item of a subscription; `count` intervals long, `ends` when its period does, `price` says more."""
    rhythm = {"interval": interval, "interval_count": more.pop("count", 1), "usage_type": more.pop("usage", "licensed")}
    price = {
        "id": "price_1", "object": "price", "billing_scheme": "per_unit", "currency": "usd", "unit_amount": unit,
        "unit_amount_decimal": None if unit is None else str(unit), "recurring": rhythm, "nickname": "Pro",
        "product": "prod_1", "transform_quantity": None, "metadata": {}, **more.pop("price", {}),
    }  # fmt: skip
    ends = more.pop("ends", None)
    shown = {"current_period_end": seconds(ends)} if ends else {}
    quantities = {} if quantity is None else {"quantity": quantity}
    return {"id": "si_1", "object": "subscription_item", "price": price, **quantities, **shown, **more}


def subscription(*items: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Answer a subscription of the customer cus_1."""
    return {
        "id": "sub_1", "object": "subscription", "customer": "cus_1", "status": "active", "currency": "usd",
        "cancel_at": None, "cancel_at_period_end": False, "ended_at": None, "trial_end": None, "metadata": {},
        "items": {"object": "list", "data": [*items], "has_more": False}, **more,
    }  # fmt: skip


def invoice(**more: Any) -> dict[str, Any]:
    """Answer an invoice of the customer cus_1."""
    return {
        "id": "in_1", "object": "invoice", "customer": "cus_1", "currency": "usd", "amount_due": 4900,
        "amount_paid": 0, "amount_remaining": 4900, "attempt_count": 1, "metadata": {}, "status": "open",
        "status_transitions": {"paid_at": None}, **more,
    }  # fmt: skip


def signed(message: object, secret: str = SECRET, age: int = 0) -> tuple[bytes, dict[str, str]]:
    """Answer the bytes of a message and its headers, signed so many seconds ago."""
    text = message if isinstance(message, str) else json.dumps(message)
    header = WebhookSignature.generate_signature_header(text, secret, int(time.time()) - age)
    return text.encode(), {"Stripe-Signature": header, "Content-Type": "application/json; charset=utf-8"}


def send(client: httpx.Client, message: object, secret: str = SECRET, age: int = 0) -> httpx.Response:
    """Answer what Tenure says to a message that Stripe signed."""
    body, headers = signed(message, secret, age)
    return client.post("/webhooks/stripe", content=body, headers=headers)
