"""Trends: how often something happened in the last whole days of the account's calendar, against as many before."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from journeys.certainty import Unknown, at_least
from journeys.counting import times_within
from journeys.needs import Counts
from journeys.outage import outage_of
from journeys.silence import silence_of
from journeys.success import Feed
from journeys.view import View

MOST_FALLS = 6  # windows: further back nobody looks
EXACT = 9  # decimals: 9 instead of 10 is a fall of 10%, and not of 9.999…%

NOTHING_BEFORE = Unknown("it did not happen in the days before, so there is nothing to compare with", absent=True)


class Trend:
    """Compares windows of `days` whole days, in which any of `events` are counted; the newest ended yesterday.

    Today is not over, so it is in none of them.
    """

    def __init__(self, events: Collection[str], days: int, feeds: tuple[Feed, ...]) -> None:
        """Take `events` as told by `feeds`."""
        self.events, self.days = tuple(dict.fromkeys(events)), days
        self._silence, self._outage = silence_of(events, feeds), outage_of(events, feeds)

    def needs(self, windows: int) -> frozenset[Counts]:
        """Answer what must be gathered to compare so many windows with the one before."""
        return frozenset(Counts(event, self.days * (windows + 1) + 1) for event in self.events)

    def change(self, view: View, back: int = 0) -> object:
        """Answer by which share the window that ended `back` windows ago is above the one before (below: negative)."""
        last = view.today - timedelta(days=1 + self.days * back)
        middle = last - timedelta(days=self.days)
        first = middle - timedelta(days=self.days - 1)
        if because := self._silence(view) or self._outage(view, first, last):
            return Unknown(because)
        if young := _too_young(view, first):
            return young
        before, since = self._times(view, first, middle), self._times(view, middle + timedelta(days=1), last)
        if before <= 0:
            return 0.0 if since <= 0 else NOTHING_BEFORE
        return round(since / before - 1, EXACT)

    def falls(self, view: View, share: float) -> object:
        """Answer how many windows running, the newest first, were below the one before by at least `share`."""
        for back in range(MOST_FALLS):
            change = self.change(view, back)
            if isinstance(change, float):
                if change > -share:
                    return back
            elif isinstance(change, Unknown):
                return back if change.absent else at_least(back, change.because, MOST_FALLS)
        return MOST_FALLS

    def _times(self, view: View, first: date, last: date) -> int:
        return sum(times_within(view.usage[event], first, last) for event in self.events if event in view.usage)


def _too_young(view: View, first: date) -> Unknown | None:
    at = view.account.get("signed_up_at")
    if not isinstance(at, datetime) or view.day_of(at) <= first:
        return None
    return Unknown(f"it signed up on {view.day_of(at)}, too lately to compare", absent=True)
