"""Whom a journey could send a mail to, as things stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from journeys.behavior import Behavior, Contact
from journeys.definition import EXPECTED, Email, InApp, Journey
from journeys.inquiry import Inquiry
from journeys.recipient import first_present, first_reachable


@dataclass(frozen=True, slots=True)
class Recipient:
    """A mail, the person who would get it, and why that cannot be told (nothing: they would)."""

    mail: str
    contact: Contact
    doubt: str = ""


def recipients(now: datetime, journey: Journey, behavior: Behavior) -> Iterator[Recipient]:
    """Answer whom at the account the journey could write to, whatever its steps still wait for; nobody who left it."""
    doubt = _doubt(now, journey, behavior)
    if doubt is None:
        return
    for step in journey.steps:
        for action in (choice.action for choice in step.choices):
            if not isinstance(action, Email | InApp):
                continue
            if contact := _first(journey, action, behavior):
                yield Recipient(action.template, contact, doubt)


def _first(journey: Journey, action: Email | InApp, behavior: Behavior) -> Contact | None:
    roles = journey.recipients.get(action.to, ())
    if isinstance(action, InApp):
        return first_present(roles, behavior.contacts)
    return first_reachable(roles, behavior.contacts, expected=journey.kind in EXPECTED)


def _doubt(now: datetime, journey: Journey, behavior: Behavior) -> str | None:
    """Answer why it cannot be told whether the journey is for the account; nothing: it is; None: it is not."""
    if behavior.account.get("churned") is True:
        return None
    doubt = ""
    for condition, wanted in ((journey.audience, True), (journey.leave, False)):
        inquiry = Inquiry(now, behavior)
        answer = inquiry.ask(condition) if condition else wanted
        if answer is (not wanted):
            return None
        doubt = doubt or (inquiry.last if answer is None else "")
    return doubt
