"""What a step comes to once its time is there: its conditions asked, its choice taken, its person found."""

from datetime import timedelta
from typing import Literal, assert_never

from journeys.conditions import Condition
from journeys.decisions import Call, HandOver, Hold, Send, Skip
from journeys.definition import Action, Email, Handoff, InApp, Webhook
from journeys.inquiry import Inquiry, inquire
from journeys.look import Look
from journeys.recipient import why_nobody
from journeys.tact import is_commercial, tactless
from journeys.waiting import missing, nothing_more, untold

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

Conclusion = Send | Call | HandOver | Skip | Hold


def silenced(look: Look) -> Hold | None:
    """Hold while a human is at work on a task that silences this journey."""
    tasks = sorted(look.journey.silenced_by & look.behavior.tasks)
    if not tasks:
        return None
    because = f"A human is at work: the task {' and '.join(tasks)} is open"
    return look.hold(because, DAY, {"open tasks": tasks}, "at work")


def conclude(look: Look) -> Conclusion:
    """What to do now, as if it were neither too early nor too late."""
    inquiry = Inquiry(look.now, look.behavior, look.recipient)
    return _uncertain(look) or untold(look) or _unsuited(look, inquiry) or _chosen(look, inquiry)


def _uncertain(look: Look) -> Hold | None:
    """Hold while it cannot be told whether the account still belongs here."""
    leave = look.journey.leave
    if leave is None or leave.holds(look.now, look.behavior) is not None:
        return None
    return _hold(look, leave, inquire(look.now, look.behavior, leave))


def _unsuited(look: Look, inquiry: Inquiry) -> Skip | Hold | None:
    """Skip what `when` or `unless` forbids; hold what cannot be told."""
    for condition, wanted in ((look.step.when, True), (look.step.unless, False)):
        answer = inquiry.ask(condition) if condition else wanted
        if condition and answer is None:
            return _hold(look, condition, inquiry)
        if answer is not wanted:
            return Skip(look.step.id, inquiry.last, inquiry.evidence)
    return None


def _chosen(look: Look, inquiry: Inquiry) -> Conclusion:
    """Take the first choice that fits; one that cannot be told is not passed over."""
    if not look.step.choices:
        return nothing_more(look)
    for choice in look.step.choices:
        answer = inquiry.ask(choice.when) if choice.when else True
        if choice.when and answer is None:
            return _hold(look, choice.when, inquiry)
        if answer:
            return _act(look, choice.action, inquiry)
    return Skip(look.step.id, f"No choice fits: {inquiry.because('there is none')}", inquiry.evidence)


def _act(look: Look, action: Action, inquiry: Inquiry) -> Conclusion:
    because = _because(look, inquiry)
    match action:
        case Handoff(playbook):
            return tactless(look, action) or HandOver(look.step.id, playbook, because, inquiry.evidence)
        case Webhook(name):
            return Call(look.step.id, name, because, inquiry.evidence)
        case Email() | InApp():
            return _say(look, action, because, inquiry)
        case _:
            assert_never(action)


def _because(look: Look, inquiry: Inquiry) -> str:
    """Why it happens: what it waited for that did not come, and what its conditions found."""
    missed, evidence = missing(look)
    inquiry.evidence.update(evidence)
    found = inquiry.because("" if missed else f"Day {look.step.day} has come")
    return "; ".join(filter(None, (missed, found)))


def _say(look: Look, action: Email | InApp, because: str, inquiry: Inquiry) -> Send | Skip | Hold:
    mails = isinstance(action, Email)
    contact = look.contact if mails else look.present
    if contact is None:
        return _nobody(look, inquiry)
    channel: Literal["email", "in_app"] = "email" if mails else "in_app"
    commercial = mails and is_commercial(look)
    return tactless(look, action) or Send(
        look.step.id, channel, action.template, contact.id, because, inquiry.evidence, commercial
    )


def _hold(look: Look, condition: Condition, inquiry: Inquiry) -> Hold:
    if condition.of_recipient and look.recipient is None:
        return _nobody(look, inquiry)
    return look.hold(inquiry.last, HOUR, inquiry.evidence, "unknown")


def _nobody(look: Look, inquiry: Inquiry) -> Hold:
    expected = not is_commercial(look)
    because = why_nobody(look.step.to, look.roles, look.behavior.contacts, expected=expected)
    return look.hold(because, DAY, inquiry.evidence, "nobody")
