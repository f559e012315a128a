"""Silence: which feeds have not been heard for too long, so that their absence of data proves nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from journeys.behavior import Return
from journeys.certainty import join_reasons
from journeys.durations import in_words
from journeys.success import Feed
from journeys.view import View


@dataclass(frozen=True, slots=True)
class Hearing:
    """How a feed stands; `because` says why what it does not tell proves nothing, and is empty if it proves something.

    `settling`: it is back, but what it missed may still be on its way, the newest first.
    """

    state: Literal["alive", "no rhythm", "never heard", "silent", "settling"]
    because: str = ""


ALIVE, NO_RHYTHM = Hearing("alive"), Hearing("no rhythm")


def hearing(feed: Feed, now: datetime, told: datetime | None, returns: Sequence[Return] = ()) -> Hearing:
    """Answer how a feed stands that has told us everything up to `told` (None: nothing yet).

    `returns` are its returns from silences, oldest first: a pause that was allowed does not hide the outage before it.
    """
    if feed.silent_after is None:
        return NO_RHYTHM
    if told is None:
        return Hearing("never heard", f"the {feed.name} feed has never been heard")
    if now - told > feed.silent_after:
        allowed = in_words(feed.silent_after)
        return Hearing("silent", f"the {feed.name} feed has been silent since {_moment(told)} (allowed: {allowed})")
    for back in reversed(returns):
        until = (back.missed_at or back.resumed_at) + feed.settles_in
        if now < until and back.lasted(feed.silent_after):
            since = f"the {feed.name} feed is back since {_moment(back.resumed_at)}"
            return Hearing("settling", f"{since}: what it missed may still come until {_moment(until)}")
    return ALIVE


def feeds_of(event: str, feeds: tuple[Feed, ...]) -> tuple[Feed, ...]:
    """Answer the feeds that tell of `event`."""
    return tuple(feed for feed in feeds if feed.brings(event))


def feed_names(events: Iterable[str], feeds: tuple[Feed, ...]) -> str:
    """Answer the names of the feeds that tell of `events`, as a text."""
    names = (feed.name for event in events for feed in feeds_of(event, feeds))
    return ", ".join(dict.fromkeys(names))


def silence_of(events: Iterable[str], feeds: tuple[Feed, ...]) -> Callable[[View], str]:
    """Answer the question why the absence of `events` proves nothing: an empty text if it does prove something."""
    heard = dict.fromkeys(feed for event in events for feed in feeds_of(event, feeds))
    silences = [_silence(feed) for feed in heard if feed.silent_after is not None]
    if len(silences) == 1:
        return silences[0]
    return lambda view: join_reasons(silence(view) for silence in silences)


def _silence(feed: Feed) -> Callable[[View], str]:
    def found(view: View) -> str:
        behavior = view.behavior
        return hearing(feed, view.now, behavior.feeds.get(feed.name), behavior.returns.get(feed.name, ())).because

    key = f"the silence of {feed}"  # a text, which knows its hash
    return lambda view: str(view.once(key, found))


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
