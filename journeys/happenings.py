"""Happenings: reserved events one by one, in an order that arrival cannot change, and what their absence proves."""

import json
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from math import inf
from operator import itemgetter
from typing import Literal

from journeys.behavior import Happening
from journeys.certainty import Between, Unknown, at_least
from journeys.field import Field, Type
from journeys.needs import Details
from journeys.silence import feed_names, feeds_of, silence_of
from journeys.success import Program
from journeys.view import Reader, View

Placed = tuple[datetime, int, Happening]  # when, which of the events, and what


class Happenings:
    """What is told of reserved events. Those of one instant follow each other in the order in which `events` stand."""

    def __init__(self, program: Program, *events: str, usual: bool = False) -> None:
        """Look at `events`, which come by the feeds of `program`.

        `usual`: they happen to everybody sooner or later; if they never did to anybody, nobody tells us of them.
        """
        self.events, self.feeds = events, program.feeds
        self._lack = lack_of(events, program, usual=usual)

    def ever(self, view: View) -> tuple[Happening, ...]:
        """Answer all that has happened until the end of today, oldest first."""
        found: tuple[Happening, ...] = view.once(self.events, self._in_order)
        return found

    def lately(self, view: View, days: int) -> tuple[Happening, ...]:
        """Answer what happened on the last `days` days, today included, oldest first."""
        began = view.began(days)
        return tuple(one for one in self.ever(view) if one.at >= began)

    def lack(self, view: View) -> Unknown | None:
        """Answer why nothing follows from what was not told; nothing if something does."""
        return self._lack(view)

    def settled(self, read: Reader) -> Reader:
        """Read only what the feed is alive for: behind a silent one, what is open may have been settled."""
        return lambda view: self.lack(view) or read(view)

    def count(self, days: int | None = None) -> Reader:
        """Count how often they happened, ever or on the last `days` days."""
        return lambda view: self.told(view, len(self.ever(view) if days is None else self.lately(view, days)))

    def told(self, view: View, count: int) -> object:
        """Answer a count of what happened: only at least that if the feed is silent, unknown if it never spoke."""
        lack = self.lack(view)
        return lack if lack and lack.absent and not count else at_least(count, lack.because if lack else "")

    def happened(self, days: int | None = None) -> Reader:
        """Tell whether any of them happened, ever or on the last `days` days."""

        def read(view: View) -> object:
            found = self.ever(view) if days is None else self.lately(view, days)
            return True if found else self.lack(view) or False

        return read

    def days_since(self) -> Reader:
        """Tell how many days of the account's calendar ago the last of them happened: 0 is today, infinity never."""

        def read(view: View) -> object:
            found, lack = self.ever(view), self.lack(view)
            if not found:
                return lack or inf
            days = (view.today - view.day_of(found[-1].at)).days
            return Between(0, days, lack.because) if lack and days else days

        return read

    def field(
        self, name: str, kind: Type, read: Reader, formula: str, example: object,
        *, unit: Literal["", "share", "days", "times"] = "", choices: tuple[str, ...] = (),
    ) -> Field:  # fmt: skip
        """Answer the field that is found from them: an account may lack it, since its feed may never have spoken."""
        return Field(
            name, kind, read, formula, example, unit, optional=True, feed=feed_names(self.events, self.feeds),
            choices=choices, needs=frozenset(Details(event) for event in self.events),
        )  # fmt: skip

    def _in_order(self, view: View) -> tuple[Happening, ...]:
        tonight = view.began(0)
        found: list[Placed] = [
            (one.at, place, one)
            for place, event in enumerate(self.events)
            for one in view.behavior.happenings.get(event, ())
            if one.at < tonight
        ]
        found.sort(key=itemgetter(0, 1))
        if any(one[:2] == other[:2] for one, other in pairwise(found)):
            found.sort(key=_thoroughly)  # what is costly to compare is looked at only where there is a tie
        return tuple(one for *_, one in found)


def _thoroughly(placed: Placed) -> tuple[datetime, int, str, int]:
    at, place, one = placed
    return at, place, json.dumps(one.properties, sort_keys=True, default=str), one.contact or 0


def lack_of(events: tuple[str, ...], program: Program, *, usual: bool) -> Callable[[View], Unknown | None]:
    """Answer the question why nothing follows from the absence of `events`; nothing if something does.

    That is absent if nobody ever told us: no feed brings them, those that do were never heard, or they never told of
    them, of no account, though they are `usual`.
    """
    silence = silence_of(events, program.feeds)
    bringing = {feed.name for event in events for feed in feeds_of(event, program.feeds)}
    unheard = Unknown(
        f"the {feed_names(events, program.feeds)} feed has never been heard"
        if bringing
        else f"no feed brings “{events[0]}”",
        absent=True,
    )

    nobody = Unknown(f"nobody ever told us of {' or '.join(f'“{event}”' for event in events)}", absent=True)

    def why(view: View) -> Unknown | None:
        if bringing.isdisjoint(view.behavior.feeds):
            return unheard
        if usual and view.behavior.untold.issuperset(events):
            return nobody
        because = silence(view)
        return Unknown(because) if because else None

    return why


def text_of(happening: Happening, name: str) -> str:
    """Answer the text of a property; an empty one if it is none."""
    value = happening.properties.get(name)
    return value if isinstance(value, str) else ""


def number_of(happening: Happening, name: str) -> float | None:
    """Answer the number of a property, if it is one."""
    value = happening.properties.get(name)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
