"""Beginnings: a feed tells of nothing that was before it was connected, so that this proves nothing either."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import partial

from journeys.certainty import join_reasons
from journeys.silence import feeds_of
from journeys.success import Feed
from journeys.view import View

Beginning = Callable[[View, date | None], str]

DAY = timedelta(days=1)
IMPORTED = timedelta(days=30)  # a hole in an imported history: nobody works over Christmas
WAY_OUT = "import what was before, or say `since` of the feed in program.yaml"


def began_on(feed: Feed, connected: date, told: Iterable[tuple[date, bool]]) -> date | None:
    """Answer the first day of the history that leads without a wide hole up to the day a feed was connected, if any.

    `told` are the earlier days of which it told, the latest first, and whether as an import: what was late and came by
    itself may leave a hole no longer than the feed may be silent. So no stray event makes a history.
    """
    if feed.silent_after is None:
        return None
    first = connected
    for day, imported in told:
        if (first - day) - DAY > max(feed.silent_after, IMPORTED if imported else timedelta()):
            break
        first = day
    return first if first < connected else None


def beginning_of(events: Iterable[str], feeds: tuple[Feed, ...]) -> Beginning:
    """Answer the question why `events` may have happened from a day on (none: ever) without anybody telling.

    An empty text if somebody would have: the feed was there by then, or before the account signed up.
    """
    telling = dict.fromkeys(feed for event in events for feed in feeds_of(event, feeds) if feed.silent_after)
    missing = [_missing(feed) for feed in telling]
    return lambda view, first: join_reasons([missed(view, first) for missed in missing])


def _missing(feed: Feed) -> Beginning:
    key, find = f"the beginning of {feed}", partial(_began, feed)

    def missed(view: View, first: date | None) -> str:
        day = view.once(key, find)
        if day is None or (first is not None and day <= first):
            return ""
        nothing = f"the {feed.name} feed tells of nothing before {day}, and the account is older than that"
        return f"{nothing}: {WAY_OUT}"

    return missed


def _began(feed: Feed, view: View) -> date | None:
    """Answer the day on which a feed began to tell; none if the account was not there before."""
    began = view.behavior.beginnings.get(feed.name)
    day = view.day_of(began) if isinstance(began, datetime) else began
    return day if day is not None and day > _signed_up(view) else None


def _signed_up(view: View) -> date:
    at = view.account.get("signed_up_at")
    return view.day_of(at) if isinstance(at, datetime) else date.min
