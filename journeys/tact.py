"""Tact: what is not said although its time has come, because it would be in bad taste, or too much."""

from datetime import timedelta

from journeys.crowding import crowded
from journeys.decisions import Hold, Skip
from journeys.definition import EXPECTED, Action, Email, InApp, Webhook
from journeys.durations import in_words
from journeys.inquiry import Inquiry
from journeys.look import Look

HOUR = timedelta(hours=1)


def tactless(look: Look, action: Action) -> Skip | Hold | None:
    """Why not to do this now, or ever, at this account; None: nothing speaks against it."""
    if isinstance(action, Webhook):
        return None
    if not isinstance(action, Email | InApp):
        return _tasteless(look, None)
    return _tasteless(look, action) or _repeated(look, action) or (crowded(look) if isinstance(action, Email) else None)


def is_commercial(look: Look) -> bool:
    """Whether its mails are such that an account is left alone after one."""
    return look.journey.kind not in EXPECTED


def _tasteless(look: Look, action: Email | InApp | None) -> Skip | Hold | None:
    """Skip what a rule of taste forbids; hold where that cannot be told."""
    inquiry = Inquiry(look.now, look.behavior, look.recipient)
    for taste in (*look.journey.taste, *(action.taste if action else ())):
        answer = inquiry.ask(taste.holds)
        because = f"A matter of taste ({taste.name}): {inquiry.last}"
        if answer is None:
            return look.hold(because, HOUR, inquiry.evidence, "unknown")
        if not answer:
            return Skip(look.step.id, because, inquiry.evidence, "taste")
    return None


def _repeated(look: Look, action: Email | InApp) -> Skip | None:
    """Skip what the account was told already within the time in which it is said once."""
    if action.once_in is None:
        return None
    since = look.now - action.once_in
    last = max(
        (one.at for one in look.behavior.said if one.template == action.template and one.at > since), default=None
    )
    if last is None:
        return None
    because = (
        f"{action.template} was said on {last.astimezone(look.zone):%-d %b %Y}: once in {in_words(action.once_in)}"
    )
    return Skip(look.step.id, because, {f"the last {action.template}": last.isoformat()}, "said")
