"""Silence: which feeds have not been heard for too long, so that their absence of data proves nothing."""

from collections.abc import Callable, Iterable

from journeys.certainty import join_reasons
from journeys.durations import in_words
from journeys.success import Feed
from journeys.view import View


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
    silences = [_silence(feed) for feed in heard]
    if len(silences) == 1:
        return silences[0]
    return lambda view: join_reasons(silence(view) for silence in silences)


def _silence(feed: Feed) -> Callable[[View], str]:
    name, allowed = feed.name, feed.silent_after
    if allowed is None:
        return lambda _: ""

    def why(view: View) -> str:
        heard = view.behavior.feeds.get(name)
        if heard is None:
            return f"the {name} feed has never been heard"
        if view.now - heard <= allowed:
            return ""
        return f"the {name} feed has been silent since {heard:%Y-%m-%d %H:%M} UTC (allowed: {in_words(allowed)})"

    return why
