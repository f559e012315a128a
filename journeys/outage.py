"""Outages: the time for which a feed told us nothing, so that the days in between prove nothing."""

from collections.abc import Callable, Iterable
from datetime import date

from journeys.beginning import beginning_of
from journeys.certainty import join_reasons
from journeys.silence import feeds_of
from journeys.success import Feed
from journeys.view import View

Outage = Callable[[View, date, date], str]


def outage_of(events: Iterable[str], feeds: tuple[Feed, ...]) -> Outage:
    """Answer the question why what was told of `events` from one day to another may not be all that happened.

    An empty text if it is all: a silence that was allowed is no outage; the time before the feed was connected is one.
    """
    named = tuple(events)
    telling = tuple(dict.fromkeys(feed for event in named for feed in feeds_of(event, feeds)))
    beginning = beginning_of(named, feeds)

    def why(view: View, first: date, last: date) -> str:
        missed = beginning(view, first)
        return join_reasons([missed, *(_outage(feed, view, first, last) for feed in telling)])

    return why


def _outage(feed: Feed, view: View, first: date, last: date) -> str:
    for back in reversed(view.behavior.returns.get(feed.name, ())):
        if feed.silent_after is None or not back.lasted(feed.silent_after):
            continue
        if view.day_of(back.silent_from) <= last and view.day_of(back.resumed_at) >= first:
            span = f"from {back.silent_from:%Y-%m-%d %H:%M} to {back.resumed_at:%Y-%m-%d %H:%M} UTC"
            return f"the {feed.name} feed was silent {span}"
    return ""
