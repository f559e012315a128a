"""SendGrid's side of the Event Webhook: events as it writes them, and posts that it really signed."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from emails.sendgrid_events import MailEvent, read_events

PLACE = "/webhooks/sendgrid"
NOON = int(datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp())
KEY = generate_private_key(SECP256R1())


def public(key: EllipticCurvePrivateKey = KEY) -> str:
    """Answer the public key as SendGrid shows it."""
    plain = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(plain).decode()


def event(name: str, key: str = "", number: int | str = 1, **told: Any) -> dict[str, Any]:
    """Answer an event as SendGrid writes it; it is about Ada of Acme's mail unless told otherwise."""
    about = {"email": "ada@acme.example", "timestamp": NOON, "sg_event_id": f"{name}-{key}-{number}", "send_key": key}
    return {"event": name, "sg_message_id": "abc.filter0001", "smtp-id": "<abc@x>", **about} | told


def read(*events: dict[str, Any]) -> list[MailEvent]:
    """Answer these events as they are read."""
    return read_events(json.dumps(events).encode())


def signed(body: bytes, key: EllipticCurvePrivateKey = KEY, timestamp: str = str(NOON)) -> dict[str, str]:
    """Answer the headers with which SendGrid sends this body."""
    signature = base64.b64encode(key.sign(timestamp.encode() + body, ECDSA(SHA256()))).decode()
    return {
        "X-Twilio-Email-Event-Webhook-Signature": signature,
        "X-Twilio-Email-Event-Webhook-Timestamp": timestamp,
        "Content-Type": "application/json",
    }


def post(
    client: httpx.Client, told: Sequence[dict[str, Any]] | str, key: EllipticCurvePrivateKey = KEY
) -> httpx.Response:
    """Post events, or a body of any kind, as SendGrid does."""
    body = (told if isinstance(told, str) else json.dumps(told)).encode(errors="surrogatepass")
    return client.post(PLACE, content=body, headers=signed(body, key))
