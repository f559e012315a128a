"""Whom one of Stripe's objects is about: the account that our own people wrote on it, and Stripe's customer."""

from collections.abc import Iterator

from console.webhooks.part import Part

NAMES = ("tenure_account", "account", "account_id")  # in metadata


def account_of(told: Part) -> str | None:
    """Answer the key of the account that the metadata of a subscription, an invoice or a customer names."""
    texts = (metadata.text(name) for metadata in _metadata(told) for name in NAMES)
    return next((text.strip() for text in texts if text and text.strip()), None)


def customer_of(told: Part) -> str | None:
    """Answer the other key under which the account is known: that of Stripe's customer."""
    if told.text("object") == "customer":
        customer = told.text("id")
    else:
        customer = told.id("customer") or told.id("customer_account")
    return f"stripe:{customer}" if customer else None


def _metadata(told: Part) -> Iterator[Part]:
    yield told.part("metadata")
    yield told.part("parent", "subscription_details", "metadata")  # since 2025-03-31
    yield told.part("subscription_details", "metadata")
    for name in ("subscription", "customer"):
        if isinstance(told.values.get(name), dict):  # shown whole, not only by its id
            yield told.part(name, "metadata")
