"""Tokens: nobody can guess one, the database keeps only digests, and what follows from them says nothing of them."""

import hmac
import secrets
from hashlib import sha256

DOMAIN = "browser."  # what is signed here is good for nothing else that the installation's secret signs


def new_token() -> str:
    """Answer a token that was never there before (256 bits)."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """Answer what is kept of a token."""
    return sha256(token.encode(errors="replace")).hexdigest()


def csrf_of(token: str) -> str:
    """Answer the token for forms that belongs to the token of a sign-in."""
    return hmac.new(token.encode(errors="replace"), b"csrf", sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Answer whether two tokens are the same, in a time that tells nothing."""
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))


def mark_browser(email: str, secret: str) -> str:
    """Answer a mark by which a browser is known again in which somebody signed in."""
    nonce = secrets.token_urlsafe(16)
    return f"{nonce}.{_signature(nonce, email, secret)}"


def is_mark_of(mark: str, email: str, secret: str) -> bool:
    """Answer whether we gave this mark to a browser of this person."""
    nonce, _, signature = mark.partition(".")
    return same(signature, _signature(nonce, email, secret))


def _signature(nonce: str, email: str, secret: str) -> str:
    words = f"{DOMAIN}{nonce} {email}".encode(errors="replace")
    return hmac.new(secret.encode(), words, sha256).hexdigest()
