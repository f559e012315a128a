"""Stripe's events: which of them mean something, and what they tell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from console.ingest.guide import Guide
from console.webhooks import stripe_payments as payments
from console.webhooks import stripe_subscriptions as subscriptions
from console.webhooks.part import MalformedError, Part
from console.webhooks.stripe_accounts import account_of, customer_of
from console.webhooks.stripe_happening import Happening
from journeys.reserved import faults
from models.facts import AccountFacts, EventFacts
from models.reception import Told

AHEAD = timedelta(hours=24)  # for clocks
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
NOTHING = Told()

Read = Callable[[Part], Happening | None]

READERS: Mapping[str, Read] = MappingProxyType({
    "invoice.payment_failed": payments.failed,
    "invoice.paid": payments.paid,
    "invoice.payment_succeeded": payments.paid,
    "invoice.voided": payments.waived,
    "invoice.marked_uncollectible": payments.waived,
    "payment_intent.payment_failed": payments.intent_declined,
    "charge.failed": payments.charge_declined,
    "customer.subscription.created": subscriptions.told_as("subscription created"),
    "customer.subscription.updated": subscriptions.told_as("subscription updated"),
    "customer.subscription.paused": subscriptions.told_as("subscription updated"),
    "customer.subscription.resumed": subscriptions.told_as("subscription updated"),
    "customer.subscription.deleted": subscriptions.told_as("subscription deleted"),
    "customer.subscription.trial_will_end": subscriptions.trial_ends,
    "customer.created": lambda _: None,  # only who it is
    "customer.updated": lambda _: None,
})  # fmt: skip
ANYBODYS = ("payment_intent.", "charge.")  # a shop's passers-by pay, too: their metadata names no account of ours


@dataclass(frozen=True, slots=True)
class Notice:
    """One of Stripe's events: its id, type and moment, and the object it is about."""

    id: str
    type: str
    at: datetime
    told: Part


def read_notice(message: object, now: datetime) -> Notice:
    """Answer the event that a message holds. Raises MalformedError."""
    event = Part({"event": message}).part("event")
    key, kind, at = event.text("id"), event.text("type"), event.moment("created")
    if not key or not kind or at is None:
        raise MalformedError("an event has an id, a type and the time it was created at")
    if not EARLIEST <= at <= now + AHEAD:
        raise MalformedError(f"it was created at {at:%Y-%m-%d %H:%M}, which cannot be: it is {now:%Y-%m-%d %H:%M} here")
    return Notice(key, kind, at, event.part("data", "object"))


def facts_of(notice: Notice, guide: Guide) -> Told:
    """Answer what an event tells: nothing, if it is of no kind that we read. Raises MalformedError."""
    if notice.type not in READERS:
        return NOTHING
    happening = READERS[notice.type](notice.told)
    account = None if notice.type.startswith(ANYBODYS) else account_of(notice.told)
    customer = customer_of(notice.told)
    also = (customer,) if customer else ()
    accounts = (AccountFacts(account, at=notice.at, also=also, waits=True),) if account else ()
    if happening is None or (account is None and customer is None and notice.type.startswith(ANYBODYS)):
        return Told(accounts)
    return Told(accounts, events=(_event(notice, happening, account or customer, guide),))


def _event(notice: Notice, happening: Happening, account: str | None, guide: Guide) -> EventFacts:
    properties = {name: value for name, value in happening.properties.items() if value is not None}
    reasons = [*faults(happening.name, properties), *([] if account else ["it names no customer"])]
    if reasons:
        raise MalformedError("; ".join(reasons))
    return EventFacts(
        message_id=f"stripe:{happening.key or notice.id}",
        name=happening.name,
        at=min(happening.at or notice.at, notice.at),
        feed=guide.feed(happening.name, "billing"),
        account=account,
        properties=properties,
        origin=f"Stripe, {notice.type}",
        reserved=True,
        compare=False,
    )
