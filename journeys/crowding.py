"""Crowding: a mail that would be one too many for now, and by whom it is outdone."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from journeys.behavior import Said
from journeys.caps import Cap
from journeys.decisions import Hold, Reason
from journeys.durations import in_words
from journeys.look import Look

# A mail that is planned leaves a moment later, and counts from then on; if it cannot leave, it counts for a day.
MOMENT, DAY = timedelta(minutes=1), timedelta(days=1)


class Hindrance(NamedTuple):
    """Until when there is no room, and why; `mails` are those that take it."""

    until: datetime
    reason: Reason
    because: str
    mails: Collection[Said]


def crowded(look: Look) -> Hold | None:
    """Hold a mail while the account or the person rests after another, and while either had as many as they get.

    What left counts, whichever journey sent it; what is planned counts if it comes first: by priority, or else because
    it was there first. Of several hindrances the one that lasts longest is told.
    """
    first = [one for one in look.behavior.said if one.commercial and _comes_first(look, one)]
    found = [*_resting(look, first), *_enough(look, first)]
    if not found:
        return None
    longest = max(found, key=lambda one: one.until)
    mails = sorted(longest.mails, key=lambda one: one.at)
    told = [{_who(one): "planned" if one.planned else one.at.isoformat()} for one in mails]
    return look.hold(longest.because, longest.until - look.now, {"mails before": told}, longest.reason)


def _comes_first(look: Look, one: Said) -> bool:
    return not one.planned or one.priority >= look.journey.priority


def _resting(look: Look, mails: Collection[Said]) -> Iterator[Hindrance]:
    gap = look.journey.gap
    elsewhere = [one for one in look.behavior.said_elsewhere if _is_same(look, one)]
    near = [one for one in (*mails, *elsewhere) if gap and one.at + gap > look.now]
    if gap is None or not near:
        return
    last = max(near, key=lambda one: (one.at, one.planned))
    rest = f"left alone for {in_words(gap)}"
    if last in elsewhere:
        because = f"This person was mailed on {look.says(last.at)} by {_who(last)}, as a member of another account"
        yield Hindrance(last.at + gap, "gap", f"{because}, and is {rest}", [last])
    elif not last.planned:
        because = f"It was mailed on {look.says(last.at)} by {_who(last)}, and is {rest}"
        yield Hindrance(last.at + gap, "gap", because, [last])
    elif last.journey == look.journey.name:
        because = f"{_who(last)} is about to mail it, and then it is {rest}"
        yield Hindrance(_after(look, last.at + gap), "gap", because, [last])
    else:
        because = f"{_outranked(look, last)}: after a mail the account is {rest}"
        yield Hindrance(_after(look, last.at + gap), "outranked", because, [last])


def _enough(look: Look, mails: Collection[Said]) -> Iterator[Hindrance]:
    caps, near = look.journey.caps, [one for one in mails if not one.planned or one.at + DAY > look.now]
    if caps.account and (hindrance := _capped(look, caps.account, near, "This account")):
        yield hindrance
    theirs = [one for one in (*near, *look.behavior.said_elsewhere) if _is_same(look, one)]
    if caps.contact and (hindrance := _capped(look, caps.contact, theirs, "This person")):
        yield hindrance


def _capped(look: Look, cap: Cap, mails: Collection[Said], whom: str) -> Hindrance | None:
    frees = cap.frees([one.at for one in mails], look.now)
    if frees is None:
        return None
    counted = [one for one in mails if one.at + cap.within > look.now]
    left = [one for one in counted if not one.planned]
    full = cap.frees([one.at for one in left], look.now)
    if full is not None:
        because = f"{whom} got {_number(look, left)} within {in_words(cap.within)}: no more before {look.says(full)}"
        return Hindrance(full, "cap", because, counted)
    first = max((one for one in counted if one.planned), key=lambda one: one.priority)
    reason: Reason = "cap" if first.journey == look.journey.name else "outranked"
    because = f"{_outranked(look, first)}: {whom.lower()} gets no more than {cap}"
    return Hindrance(_after(look, frees), reason, because, counted)


def _after(look: Look, frees: datetime) -> datetime:
    """When to look again at what waits for a mail that is planned: it may turn out not to leave."""
    return min(frees, look.now + DAY) + MOMENT


def _number(look: Look, mails: Collection[Said]) -> str:
    elsewhere = sum(one in look.behavior.said_elsewhere for one in mails)
    told = f"{len(mails)} mail{'s' if len(mails) > 1 else ''}"
    return f"{told}, {elsewhere} of them as a member of another account," if elsewhere else told


def _is_same(look: Look, one: Said) -> bool:
    """Whether it was said to whom this would be, under whatever id they have the same address."""
    person = look.contact
    return person is not None and (one.contact == person.id or bool(one.email and one.email == person.email))


def _outranked(look: Look, one: Said) -> str:
    first = ", which came first" if one.priority == look.journey.priority else ""
    return f"Outranked by {_who(one)}, priority {one.priority}{first}"


def _who(one: Said) -> str:
    return f"{one.journey} / {one.step}" if one.journey else one.template
