"""Stripe's invoices, payment intents and charges: which payment failed, why, and which went through."""

from console.webhooks.part import Part
from console.webhooks.stripe_happening import Happening
from console.webhooks.stripe_money import whole_units


def failed(invoice: Part) -> Happening:
    """Answer that an attempt to have an invoice paid failed. Why, another event says: the invoice does not."""
    owed = invoice.whole("amount_remaining")
    return Happening("payment failed", {
        "invoice": invoice.text("id"),
        "payment": _payment(invoice),
        "amount": _units(invoice.whole("amount_due") if owed is None else owed, invoice),
        "attempt": invoice.whole("attempt_count"),
    })  # fmt: skip


def paid(invoice: Part) -> Happening:
    """Answer that an invoice was paid: once, though Stripe tells of it by two events."""
    key = invoice.text("id")
    told = {"invoice": key, "amount": _units(invoice.whole("amount_paid"), invoice)}
    at = invoice.part("status_transitions").moment("paid_at")
    return Happening("payment succeeded", told, at, f"{key}:paid" if key else "")


def waived(invoice: Part) -> Happening:
    """Answer that an invoice need not be paid any more."""
    return Happening("payment waived", {"invoice": invoice.text("id")})


def intent_declined(intent: Part) -> Happening | None:
    """Answer why a payment was declined; nothing where Stripe does not say."""
    error = intent.part("last_payment_error")
    return _declined(intent, error.text("decline_code") or error.text("code"), intent.text("id"))


def charge_declined(charge: Part) -> Happening | None:
    """Answer why a charge was declined; nothing where Stripe does not say."""
    reason = charge.part("outcome").text("reason") or charge.text("failure_code")
    return _declined(charge, reason, charge.id("payment_intent"))


def _declined(told: Part, reason: str | None, payment: str | None) -> Happening | None:
    if reason is None:
        return None
    return Happening("payment declined", {
        "decline_reason": reason,
        "invoice": told.id("invoice"),  # until 2025-03-31
        "payment": payment,
        "amount": _units(told.whole("amount"), told),
    })  # fmt: skip


def _payment(invoice: Part) -> str | None:
    """Answer the payment intent: on the invoice until 2025-03-31, since then among its payments, if they are shown."""
    shown = (one.part("payment").id("payment_intent") for one in invoice.parts("payments"))
    return invoice.id("payment_intent") or next(filter(None, shown), None)


def _units(amount: int | None, told: Part) -> int | float | None:
    return whole_units(amount, told.text("currency"))
