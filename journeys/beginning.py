"""Beginnings: a feed tells of nothing that was before it was connected, so that this proves nothing either."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from journeys.certainty import join_reasons
from journeys.silence import feeds_of
from journeys.success import Feed
from journeys.view import View

Beginning = Callable[[View, date | None], str]


def beginning_of(events: Iterable[str], feeds: tuple[Feed, ...]) -> Beginning:
    """Answer the question why `events` may have happened from a day on (none: ever) without anybody telling.

    An empty text if somebody would have: the feed was there by then, or before the account signed up.
    """
    telling = tuple(dict.fromkeys(feed for event in events for feed in feeds_of(event, feeds) if feed.silent_after))
    return lambda view, first: join_reasons(_missed(feed, view, first) for feed in telling)


def _missed(feed: Feed, view: View, first: date | None) -> str:
    began = view.behavior.beginnings.get(feed.name)
    if began is None or view.day_of(began) <= max(first or date.min, _signed_up(view)):
        return ""
    return f"the {feed.name} feed tells of nothing before {view.day_of(began)}, and the account is older than that"


def _signed_up(view: View) -> date:
    at = view.account.get("signed_up_at")
    return view.day_of(at) if isinstance(at, datetime) else date.min
