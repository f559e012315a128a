"""Invoices: which of them are late, from the payments that failed, succeeded or were waived."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from journeys.behavior import Happening
from journeys.happenings import text_of

# In this order at the same instant: an invoice that was settled in the second in which a payment failed is settled.
EVENTS = ("payment failed", "payment waived", "payment succeeded")


@dataclass(slots=True)
class Invoice:
    """One invoice. `late_since` is the first failure since it was last settled; nothing if it is settled.

    `failed` is its newest failure. It stays late when its subscription ends: whoever forgoes the money waives it.
    """

    late_since: datetime | None = None
    failed: Happening | None = None


def invoices_of(happenings: Iterable[Happening]) -> list[Invoice]:
    """Answer the invoices that these events, oldest first, tell of."""
    found: dict[str, Invoice] = {}
    for one in happenings:
        if key := text_of(one, "invoice"):
            _follow(found.setdefault(key, Invoice()), one)
    return [*found.values()]


def _follow(invoice: Invoice, one: Happening) -> None:
    match one.name:
        case "payment failed":
            invoice.late_since, invoice.failed = invoice.late_since or one.at, one
        case "payment waived" | "payment succeeded":
            invoice.late_since = None
