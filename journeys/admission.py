"""Who starts a journey, and who does not."""

from datetime import datetime

from journeys.anchor import DAY, NEXT, Anchor, anchor_of, day_zero, following, place_of
from journeys.behavior import Behavior
from journeys.churn import barred
from journeys.decisions import Admission, Decline, Enter
from journeys.definition import Journey
from journeys.inquiry import Inquiry, inquire
from journeys.past_run import PastRun, PastRuns
from journeys.prospect import first_moment, is_past
from journeys.repeating import repeated
from journeys.replanning import is_own
from journeys.start import TraitStart
from journeys.view import View, view_of


def admit(now: datetime, journey: Journey, behavior: Behavior, runs: PastRuns = ()) -> Admission:
    """Whether the account starts the journey now; if not, why, and when to ask again (when it changes, if not said).

    `runs` are those that are over. A run that is declined by its own name is behind the account.
    """
    if back := _back(now, journey, behavior, runs):
        return back
    view = view_of(now, behavior)
    anchor = anchor_of(journey, view)
    if isinstance(anchor, Decline):
        return anchor
    place = place_of(journey, anchor)
    return (
        barred(journey, behavior, place)
        or repeated(view, journey, anchor, runs)
        or _unstarted(view, journey, anchor, place)
        or _unwelcome(now, journey, place, behavior)
        or _past(now, journey, anchor, place, behavior)
        or _enter(now, journey, anchor, behavior)
    )


def _back(now: datetime, journey: Journey, behavior: Behavior, runs: PastRuns) -> Enter | Decline | None:
    """Go on with the run that the account left when it churned, if it is back and a step can still be met.

    Likewise with one for who has left, if it was back for a while and left again.
    """
    away = max((run for run in runs if run.away_on), key=_started_at, default=None)
    if away is None or barred(journey, behavior, NEXT) or journey.step(away.away_on) is None:
        return None
    again = journey.churned == "only"
    started_at = _moved(view_of(now, behavior), journey, away) if again else away.started_at
    if started_at is None or is_past(now, journey, started_at, behavior, away.away_on):
        return None
    because = f"The account {'has churned again' if again else 'is back'}: it goes on with {away.away_on}"
    back = Enter(away.occurrence, started_at, because, {"account.churned": again})
    return _unwelcome(now, journey, NEXT, behavior) or back


def _moved(view: View, journey: Journey, run: PastRun) -> datetime | None:
    """Answer day 0 of a run as its trait has it now; none if that is the day of another run."""
    if not isinstance(journey.starts, TraitStart):
        return None
    at = day_zero(journey.starts, view)
    return at if isinstance(at, datetime) and is_own(view, journey.starts, run.started_at, at) else None


def _started_at(run: PastRun) -> datetime:
    return run.started_at


def _unstarted(view: View, journey: Journey, anchor: Anchor, place: str) -> Decline | None:
    begins = first_moment(journey, anchor.at, view.zone)
    if begins <= view.now:
        return None
    because = f"{journey.starts.words} is {_day(view, anchor.at)}, and that is still to come"
    if journey.steps[0].day < 0:
        because = f"{journey.starts.words} is {_day(view, anchor.at)}; it begins {-journey.steps[0].day} days before"
    return Decline(place, because, begins, anchor.evidence)


def _unwelcome(now: datetime, journey: Journey, place: str, behavior: Behavior) -> Decline | None:
    """Keep out whom the journey is not for, who would leave at once, and for a day whom we cannot tell about."""
    for condition, wanted in ((journey.audience, True), (journey.leave, False), (journey.goal, False)):
        answer = condition.holds(now, behavior) if condition else wanted
        if condition is None or answer is wanted or (answer is None and condition is journey.goal):
            continue
        inquiry = inquire(now, behavior, condition)
        return Decline(place, inquiry.last, now + DAY if answer is None else None, inquiry.evidence)
    return None


def _past(now: datetime, journey: Journey, anchor: Anchor, place: str, behavior: Behavior) -> Decline | None:
    if not is_past(now, journey, anchor.at, behavior):
        return None
    view = view_of(now, behavior)
    age = f"{_day(view, anchor.at)}, {(now - anchor.at).days} days ago"
    because = f"The whole journey is past: {journey.starts.words} is {age}"
    return Decline(place, because, following(journey, view), anchor.evidence)


def _enter(now: datetime, journey: Journey, anchor: Anchor, behavior: Behavior) -> Enter:
    inquiry = Inquiry(now, behavior)
    if journey.audience:
        inquiry.ask(journey.audience)
    welcome = inquiry.because("" if anchor.found else f"{journey.title} is for every account")
    because = "; ".join(filter(None, (anchor.found, welcome)))
    return Enter(anchor.occurrence, anchor.at, because, {**inquiry.evidence, **anchor.evidence})


def _day(view: View, moment: datetime) -> str:
    return f"{view.day_of(moment):%-d %b %Y}"
