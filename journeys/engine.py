"""The step engine: from where an enrollment stands, and what is known of the account, to what happens next. Pure."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from journeys.admission import admit
from journeys.behavior import Behavior, Said
from journeys.churn import departed
from journeys.conclusion import conclude, silenced
from journeys.decisions import Admission, Call, Decision, Finish, HandOver, Hold, Leave, Position, Send, Skip, Wait
from journeys.definition import END, Journey
from journeys.inquiry import inquire
from journeys.lateness import too_late
from journeys.look import Look, look_at
from journeys.replanning import moved, replanned
from journeys.waiting import waited

__all__ = ["admit", "after", "decide", "follow", "replanned", "walk"]


def decide(now: datetime, journey: Journey, position: Position, behavior: Behavior) -> Decision:
    """What happens next for an enrollment that stands at `position`: the first of these questions that has an answer.

    Same arguments, same answer. A wait or hold ends later than `now`, and never beyond the step's deadline. A date that
    moved counts as it is now; whoever keeps positions asks `replanned` for the one to keep.
    """
    if position.step == END:
        return Finish("Every step is behind it")
    step = journey.step(position.step)
    if step is None:
        return Leave(f"This version of the journey has no step {position.step}")
    if over := departed(journey, behavior) or _over(now, journey, behavior):
        return over
    if gone := moved(now, journey, step, position, behavior):
        return gone
    started_at = replanned(now, journey, position, behavior).started_at
    look = look_at(now, journey, step, started_at, behavior)
    return _waiting(look) or _early(look) or _late(look) or silenced(look) or _closed(look) or conclude(look)


def follow(journey: Journey, position: Position, decision: Decision) -> Position | None:
    """Where the enrollment stands after a decision; None if it is over."""
    match decision:
        case Send() | Call() | HandOver() | Skip():
            return replace(position, step=journey.after(position.step))
        case Wait() | Hold():
            return position
        case Leave() | Finish():
            return None
        case _:
            assert_never(decision)


def walk(now: datetime, journey: Journey, position: Position, behavior: Behavior) -> list[Decision]:
    """Decide and follow until there is nothing more to do now; the last decision is a wait, hold, leave or finish.

    A task that one step opens is open for the steps after it, and what one says is said.
    """
    decisions: list[Decision] = []
    at: Position | None = position
    while at is not None:
        decision = decide(now, journey, at, behavior)
        decisions.append(decision)
        behavior = after(now, journey.name, behavior, decision, journey.priority)
        at = None if isinstance(decision, Wait | Hold) else follow(journey, at, decision)
    return decisions


def after(
    now: datetime, journey: str, behavior: Behavior, decision: Admission | Decision, priority: int = 0
) -> Behavior:
    """What is known once this journey has decided that: the task is open, the words are as good as said."""
    match decision:
        case HandOver(playbook=playbook):
            return replace(behavior, tasks=behavior.tasks | {playbook})
        case Send(template=template, step=step, channel=channel, contact=contact, commercial=commercial):
            mailed = commercial and channel == "email"
            said = Said(template, now, journey, step, mailed, planned=True, contact=contact, priority=priority)
            return replace(behavior, said=(*behavior.said, said))
        case _:
            return behavior


def _over(now: datetime, journey: Journey, behavior: Behavior) -> Leave | None:
    """Leave when the account no longer belongs, or the goal is reached; what cannot be told ends nothing."""
    for condition, prefix in ((journey.leave, ""), (journey.goal, "Goal reached: ")):
        if condition and condition.holds(now, behavior):
            inquiry = inquire(now, behavior, condition)
            return Leave(prefix + inquiry.last, inquiry.evidence)
    return None


def _early(look: Look) -> Wait | None:
    """Wait for the step's day and, if it mails, for the send window on it."""
    if look.now >= look.opens:
        return None
    return Wait(look.step.id, look.opens, f"Day {look.step.day}: not before {look.says(look.opens)}")


def _waiting(look: Look) -> Skip | Wait | None:
    """Wait for the day of a step that waits for something, and then for that."""
    if look.step.awaited is None:
        return None
    if look.now < look.begins:
        return Wait(look.step.id, look.begins, f"Day {look.step.day}: not before {look.says(look.begins)}")
    return waited(look)


def _late(look: Look) -> Skip | HandOver | None:
    return too_late(look) if look.is_late else None


def _closed(look: Look) -> Wait | None:
    """A mail waits until the send window opens again, or until it is too late for it."""
    if not look.step.mails or look.window.is_open(look.now, look.zone):
        return None
    opening = look.window.next_opening(look.now, look.zone)
    closed = look.window.holiday_on(look.now.astimezone(look.zone).date()) or "Outside the send window"
    return Wait(look.step.id, look.before_deadline(opening), f"{closed}: not before {look.says(opening)}")
