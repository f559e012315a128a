"""Why a payment failed: billing systems tell that an invoice failed and why the card was declined as two events.

They arrive in either order, and the decline does not always name the invoice (Stripe's does not since 2025-03-31).
"""

from collections.abc import Iterable
from datetime import timedelta

from journeys.behavior import Happening

NEAR = timedelta(hours=1)
OTHER = "other"
# What can be done about it, by the words that banks and billing systems use.
KINDS = {
    "expired card": ("expired", "expiry"),
    "insufficient funds": ("insufficient", "funds", "limit", "velocity"),
    "authentication": ("authenticat", "3ds", "3d_secure", "3d secure"),
}


def decline_reason(failed: Happening, declined: Iterable[Happening]) -> str | None:
    """Answer why `failed` ("payment failed") did, as itself or the nearest "payment declined" of it says; else None."""
    told = failed.properties.get("decline_reason")
    if isinstance(told, str):
        return told
    near = [decline for decline in declined if _belongs(decline, failed)]
    nearest = min(near, key=lambda decline: (abs(decline.at - failed.at), decline.at), default=None)
    return str(nearest.properties["decline_reason"]) if nearest else None


def decline_kind(reason: str) -> str:
    """Answer what can be done about a decline for that reason: one of `KINDS`, or `OTHER`."""
    words = reason.lower()
    return next((kind for kind, signs in KINDS.items() if any(sign in words for sign in signs)), OTHER)


def _belongs(decline: Happening, failed: Happening) -> bool:
    """Answer whether the decline is of that payment: both name the same one; else it was near, and over as much."""
    for name in ("invoice", "payment"):
        ours, theirs = decline.properties.get(name), failed.properties.get(name)
        if ours and theirs:
            return ours == theirs
    as_much = decline.properties.get("amount") in {None, failed.properties.get("amount")}
    return as_much and abs(decline.at - failed.at) <= NEAR
