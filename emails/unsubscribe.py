"""Unsubscribe links: signed, opaque, valid for ever, and the two headers by which one click is enough (RFC 8058)."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass

VERSION = "1"


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a link ends: the mails on `topic` for one contact."""

    contact_id: int
    topic: str


def sign(subscription: Subscription, secret: str) -> str:
    """Answer the token that stands for a subscription in a URL: always the same one, and no address in it."""
    words = json.dumps([subscription.contact_id, subscription.topic], separators=(",", ":"))
    payload = _encoded(words.encode())
    return f"{VERSION}.{payload}.{_signature(payload, secret)}"


def verify(token: str, secret: str) -> Subscription | None:
    """Answer what a token stands for, or None if we did not sign it. It never expires: an old mail must still work."""
    parts = token.split(".")
    if len(parts) != 3 or parts[0] != VERSION:
        return None
    _, payload, signature = parts
    if not hmac.compare_digest(signature.encode("utf-8", "replace"), _signature(payload, secret).encode()):
        return None
    contact_id, topic = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return Subscription(contact_id, topic)


def link(public_url: str, token: str) -> str:
    """Answer the address that a recipient follows: opening it only asks, a POST to it unsubscribes."""
    return f"{public_url.rstrip('/')}/unsubscribe/{token}"


def headers(link: str) -> dict[str, str]:
    """Answer the headers that give mail programs their own unsubscribe button."""
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _signature(payload: str, secret: str) -> str:
    if not secret:
        raise ValueError("without a secret anybody could sign")
    words = f"unsubscribe.{VERSION}.{payload}".encode("utf-8", "replace")
    return _encoded(hmac.digest(secret.encode(), words, hashlib.sha256))


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
