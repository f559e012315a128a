"""Waiting: a step that waits for something is done if that comes; once its time is out, it does what it says."""

from datetime import timedelta
from typing import assert_never

from journeys.awaiting import ConditionAwaited, EventAwaited
from journeys.certainty import Unknown
from journeys.decisions import Hold, Skip, Wait
from journeys.inquiry import Inquiry
from journeys.look import Look
from journeys.view import view_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def waited(look: Look) -> Skip | Wait | None:
    """Done if it came, however late; wait for it until its time is out. None: that is so, or nothing is waited for."""
    answer, because, evidence = _found(look)
    if answer:
        return Skip(look.step.id, because, evidence, "came")
    if look.now >= look.speaks:
        return None
    # Time alone can make a condition true, and nobody tells us of that.
    until = min(look.speaks, look.now + DAY) if isinstance(look.step.awaited, ConditionAwaited) else look.speaks
    return Wait(look.step.id, until, f"Waiting for {_words(look)}, until {look.says(look.speaks)}", evidence)


def untold(look: Look) -> Hold | None:
    """Hold while nobody can tell whether what it waited for came: a silent feed is no proof that it did not."""
    answer, because, evidence = _found(look)
    return look.hold(because, HOUR, evidence, "unknown") if look.step.awaited and answer is None else None


def missing(look: Look) -> tuple[str, dict[str, object]]:
    """Why it happens although something else was waited for, and what was looked at; nothing if nothing was."""
    _, because, evidence = _found(look)
    return (because, evidence) if look.step.awaited else ("", {})


def nothing_more(look: Look) -> Skip:
    """What it waited for did not come, and it has nothing to do about that."""
    _, because, evidence = _found(look)
    return Skip(look.step.id, because, evidence, "condition")


def _found(look: Look) -> tuple[bool | None, str, dict[str, object]]:
    """Whether it came (None: that cannot be told), the sentence that says so, and what was looked at."""
    match look.step.awaited:
        case None:
            return False, "Nothing is waited for", {}
        case EventAwaited():
            return _event(look, look.step.awaited)
        case ConditionAwaited(when=when):
            inquiry = Inquiry(look.now, look.behavior, look.recipient)
            answer = inquiry.ask(when)
            return answer, f"What it waits for is so: {inquiry.last}" if answer else inquiry.last, inquiry.evidence
        case never:
            assert_never(never)


def _event(look: Look, awaited: EventAwaited) -> tuple[bool | None, str, dict[str, object]]:
    answer = awaited.came(view_of(look.now, look.behavior), look.begins)
    usage = look.behavior.usage.get(awaited.event)
    evidence: dict[str, object] = {f'the last "{awaited.event}"': usage.last_at.isoformat() if usage else None}
    if isinstance(answer, Unknown):
        return None, f'Whether "{awaited.event}" came cannot be told: {answer.because}', evidence
    since = look.says(look.begins)
    return bool(answer), f'"{awaited.event}" {"came" if answer else "has not come"} since {since}', evidence


def _words(look: Look) -> str:
    awaited = look.step.awaited
    return f'"{awaited.event}"' if isinstance(awaited, EventAwaited) else awaited.when.text if awaited else ""
