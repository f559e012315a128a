"""Who starts a journey, and who does not."""

from datetime import datetime, timedelta

from journeys.behavior import Behavior
from journeys.certainty import Unknown
from journeys.decisions import Admission, Decline, Enter
from journeys.definition import Journey
from journeys.inquiry import Inquiry
from journeys.look import look_at
from journeys.start import EventStart, day_zero
from journeys.view import View

DAY = timedelta(days=1)


def admit(now: datetime, journey: Journey, behavior: Behavior) -> Admission:
    """Whether the account starts the journey now; if not, why, and when to ask again (when it changes, if not said)."""
    view = View(now, behavior)
    start = day_zero(journey.starts, view)
    if isinstance(start, Unknown):
        until = None if start.absent else now + DAY
        return Decline(_occurrence(journey, view, None), start.because, until, {journey.starts.words: None})
    occurrence = _occurrence(journey, view, start)
    return (
        _churned(occurrence, behavior)
        or _unstarted(now, journey, occurrence, start)
        or _unwelcome(now, journey, occurrence, behavior)
        or _past(now, journey, occurrence, behavior, start)
        or _enter(now, journey, occurrence, behavior, start)
    )


def _occurrence(journey: Journey, view: View, start: datetime | None) -> str:
    """Name the run: for `each`, by the event and the day of the account's calendar on which it happened."""
    if journey.occurrence == "once" or not isinstance(journey.starts, EventStart):
        return "once"
    event = journey.starts.event
    return f"{event}:{view.day_of(start)}" if start else event


def _churned(occurrence: str, behavior: Behavior) -> Decline | None:
    if behavior.account.get("churned") is not True:
        return None
    return Decline(occurrence, "The account has churned", evidence={"account.churned": True})


def _unstarted(now: datetime, journey: Journey, occurrence: str, start: datetime) -> Decline | None:
    if start <= now:
        return None
    because = f"{journey.starts.words} is {_day(start)}, and that is still to come"
    return Decline(occurrence, because, start, {journey.starts.words: start.isoformat()})


def _unwelcome(now: datetime, journey: Journey, occurrence: str, behavior: Behavior) -> Decline | None:
    """Keep out whom the journey is not for, who would leave at once, and for a day whom we cannot tell about."""
    for condition, wanted in ((journey.audience, True), (journey.leave, False), (journey.goal, False)):
        inquiry = Inquiry(now, behavior)
        answer = inquiry.ask(condition) if condition else wanted
        if answer is None and condition is not journey.goal:
            return Decline(occurrence, inquiry.last, now + DAY, inquiry.evidence)
        if answer is (not wanted):
            return Decline(occurrence, inquiry.last, evidence=inquiry.evidence)
    return None


def _past(now: datetime, journey: Journey, occurrence: str, behavior: Behavior, start: datetime) -> Decline | None:
    looks = (look_at(now, journey, step, start, behavior) for step in journey.steps)
    if any(now < look.opens + look.step.late.within for look in looks):
        return None
    because = f"The whole journey is past: {journey.starts.words} is {_day(start)}, {(now - start).days} days ago"
    return Decline(occurrence, because, evidence={journey.starts.words: start.isoformat()})


def _enter(now: datetime, journey: Journey, occurrence: str, behavior: Behavior, start: datetime) -> Enter:
    inquiry = Inquiry(now, behavior)
    if journey.audience:
        inquiry.ask(journey.audience)
    evidence = {**inquiry.evidence, journey.starts.words: start.isoformat()}
    return Enter(occurrence, start, inquiry.because(f"{journey.title} is for every account"), evidence)


def _day(moment: datetime) -> str:
    return f"{moment:%-d %b %Y}"
