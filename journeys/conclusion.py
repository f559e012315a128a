"""What a step comes to once its time is there: its conditions asked, its choice taken, its person found."""

from datetime import timedelta
from typing import Literal, assert_never

from journeys.decisions import HandOver, Hold, Send, Skip
from journeys.definition import Action, Email, Handoff, InApp
from journeys.inquiry import Inquiry
from journeys.look import Look
from journeys.recipient import first_present, why_nobody

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

Conclusion = Send | HandOver | Skip | Hold


def silenced(look: Look) -> Hold | None:
    """Hold while a human is at work on a task that silences this journey."""
    tasks = sorted(look.journey.silenced_by & look.behavior.tasks)
    if not tasks:
        return None
    return look.hold(f"A human is at work: the task {' and '.join(tasks)} is open", DAY, {"open tasks": tasks})


def conclude(look: Look) -> Conclusion:
    """What to do now, as if it were neither too early nor too late."""
    inquiry = Inquiry(look.now, look.behavior)
    return _uncertain(look) or _unsuited(look, inquiry) or _chosen(look, inquiry)


def _uncertain(look: Look) -> Hold | None:
    """Hold while it cannot be told whether the account still belongs here."""
    inquiry = Inquiry(look.now, look.behavior)
    if look.journey.leave and inquiry.ask(look.journey.leave) is None:
        return _hold(look, inquiry)
    return None


def _unsuited(look: Look, inquiry: Inquiry) -> Skip | Hold | None:
    """Skip what `when` or `unless` forbids; hold what cannot be told."""
    for condition, wanted in ((look.step.when, True), (look.step.unless, False)):
        answer = inquiry.ask(condition) if condition else wanted
        if answer is None:
            return _hold(look, inquiry)
        if answer is not wanted:
            return Skip(look.step.id, inquiry.last, inquiry.evidence)
    return None


def _chosen(look: Look, inquiry: Inquiry) -> Conclusion:
    """Take the first choice that fits; one that cannot be told is not passed over."""
    for choice in look.step.choices:
        answer = inquiry.ask(choice.when) if choice.when else True
        if answer is None:
            return _hold(look, inquiry)
        if answer:
            return _act(look, choice.action, inquiry)
    return Skip(look.step.id, f"No choice fits: {inquiry.because('there is none')}", inquiry.evidence)


def _act(look: Look, action: Action, inquiry: Inquiry) -> Conclusion:
    because = inquiry.because(f"Day {look.step.day} has come")
    match action:
        case Handoff(playbook):
            return HandOver(look.step.id, playbook, because, inquiry.evidence)
        case Email(template):
            contact = look.contact
            channel: Literal["email", "in_app"] = "email"
        case InApp(template):
            contact, channel = first_present(look.roles, look.behavior.contacts), "in_app"
        case _:
            assert_never(action)
    if contact is None:
        return look.hold(why_nobody(look.step.to, look.roles, look.behavior.contacts), DAY, inquiry.evidence)
    return Send(look.step.id, channel, template, contact.id, because, inquiry.evidence)


def _hold(look: Look, inquiry: Inquiry) -> Hold:
    return look.hold(inquiry.last, HOUR, inquiry.evidence)
