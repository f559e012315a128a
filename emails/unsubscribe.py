"""Unsubscribe links: signed, opaque, valid for ever, and the two headers by which one click is enough (RFC 8058)."""

from dataclasses import dataclass

from emails.signing import seal, unseal

PURPOSE = "unsubscribe"


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a link ends: the mails on `topic` for one contact."""

    contact_id: int
    topic: str


def sign(subscription: Subscription, secret: str) -> str:
    """Answer the token that stands for a subscription in a URL: always the same one, and no address in it."""
    return seal(PURPOSE, [subscription.contact_id, subscription.topic], secret)


def verify(token: str, secret: str) -> Subscription | None:
    """Answer what a token stands for, or None if we did not sign it. It never expires: an old mail must still work."""
    values = unseal(PURPOSE, token, secret)
    return Subscription(int(values[0]), str(values[1])) if values else None


def link(public_url: str, token: str) -> str:
    """Answer the address that a recipient follows: opening it only asks, a POST to it unsubscribes."""
    return f"{public_url.rstrip('/')}/unsubscribe/{token}"


def headers(link: str) -> dict[str, str]:
    """Answer the headers that give mail programs their own unsubscribe button."""
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
