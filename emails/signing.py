"""Signed tokens: opaque words in a link that only we can make, the same ones for ever, without a secret in them."""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence

VERSION = "1"


def seal(purpose: str, values: Sequence[str | int], secret: str) -> str:
    """Answer the token that stands for `values` in a URL; one that is made for one purpose opens no other door."""
    payload = _encoded(json.dumps(values, separators=(",", ":")).encode())
    return f"{VERSION}.{payload}.{_signature(purpose, payload, secret)}"


def unseal(purpose: str, token: str, secret: str) -> list[str | int] | None:
    """Answer what a token stands for, or None if we did not sign it for that. It never expires."""
    parts = token.split(".")
    if len(parts) != 3 or parts[0] != VERSION:
        return None
    _, payload, signature = parts
    if not hmac.compare_digest(signature.encode("utf-8", "replace"), _signature(purpose, payload, secret).encode()):
        return None
    values: list[str | int] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return values


def _signature(purpose: str, payload: str, secret: str) -> str:
    if not secret:
        raise ValueError("without a secret anybody could sign")
    words = f"{purpose}.{VERSION}.{payload}".encode("utf-8", "replace")
    return _encoded(hmac.digest(secret.encode(), words, hashlib.sha256))


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
