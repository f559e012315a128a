"""Who starts a journey, and who does not."""

from datetime import datetime, timedelta

from journeys.behavior import Behavior
from journeys.decisions import Admission, Decline, Enter
from journeys.definition import Journey
from journeys.inquiry import Inquiry
from journeys.look import look_at

DAY = timedelta(days=1)


def admit(now: datetime, journey: Journey, behavior: Behavior) -> Admission:
    """Whether the account starts the journey now; if not, why, and when to ask again (when it changes, if not said)."""
    start = behavior.account.get(journey.starts.removeprefix("account."))
    if not isinstance(start, datetime):
        return Decline(journey.occurrence, f"{journey.starts} is not known", evidence={journey.starts: None})
    return (
        _churned(journey, behavior)
        or _unstarted(now, journey, start)
        or _unwelcome(now, journey, behavior)
        or _past(now, journey, behavior, start)
        or _enter(now, journey, behavior, start)
    )


def _churned(journey: Journey, behavior: Behavior) -> Decline | None:
    if behavior.account.get("churned") is not True:
        return None
    return Decline(journey.occurrence, "The account has churned", evidence={"account.churned": True})


def _unstarted(now: datetime, journey: Journey, start: datetime) -> Decline | None:
    if start <= now:
        return None
    because = f"{journey.starts} is {_day(start)}, and that is still to come"
    return Decline(journey.occurrence, because, start, {journey.starts: start.isoformat()})


def _unwelcome(now: datetime, journey: Journey, behavior: Behavior) -> Decline | None:
    """Keep out whom the journey is not for, who would leave at once, and for a day whom we cannot tell about."""
    for condition, wanted in ((journey.audience, True), (journey.leave, False), (journey.goal, False)):
        inquiry = Inquiry(now, behavior)
        answer = inquiry.ask(condition) if condition else wanted
        if answer is None and condition is not journey.goal:
            return Decline(journey.occurrence, inquiry.last, now + DAY, inquiry.evidence)
        if answer is (not wanted):
            return Decline(journey.occurrence, inquiry.last, evidence=inquiry.evidence)
    return None


def _past(now: datetime, journey: Journey, behavior: Behavior, start: datetime) -> Decline | None:
    looks = (look_at(now, journey, step, start, behavior) for step in journey.steps)
    if any(now < look.opens + look.step.late.within for look in looks):
        return None
    because = f"The whole journey is past: {journey.starts} is {_day(start)}, {(now - start).days} days ago"
    return Decline(journey.occurrence, because, evidence={journey.starts: start.isoformat()})


def _enter(now: datetime, journey: Journey, behavior: Behavior, start: datetime) -> Enter:
    inquiry = Inquiry(now, behavior)
    if journey.audience:
        inquiry.ask(journey.audience)
    evidence = {**inquiry.evidence, journey.starts: start.isoformat()}
    return Enter(journey.occurrence, start, inquiry.because(f"{journey.title} is for every account"), evidence)


def _day(moment: datetime) -> str:
    return f"{moment:%-d %b %Y}"
