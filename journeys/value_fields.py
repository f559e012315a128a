"""What can be looked at about value: the hours that the product saved, from the minutes each use of it is worth."""

from collections.abc import Iterator
from math import floor
from typing import NamedTuple

from journeys.beginning import beginning_of
from journeys.certainty import Unknown
from journeys.counting import times_within
from journeys.field import Field
from journeys.needs import Counts
from journeys.silence import feed_names, silence_of
from journeys.success import Program, Saving
from journeys.view import View

HOUR = 60  # minutes


class Span(NamedTuple):
    """A time to look at: its name, the `days` it has, and how many days before today it ended."""

    name: str
    days: int
    ago: int
    meaning: str


SPANS = (
    Span("this_quarter", 90, 0, "in the last 90 days, today included"),
    Span("last_quarter", 90, 90, "in the 90 days before the last 90"),
    Span("this_year", 365, 0, "in the last 365 days, today included"),
)


def value_fields(program: Program) -> Iterator[Field]:
    """Answer the fields of the group `value`; none if the program does not say what a use is worth."""
    if not program.savings:
        return
    feed = feed_names([one.event for one in program.savings], program.feeds)
    for span in SPANS:
        read, days = _Saved(program, span), span.days + span.ago
        needs = frozenset(Counts(one.event, days) for one in program.savings)
        unknown = f"{span.meaning}; unknown if nobody told of all that time"
        yield Field(
            f"value.hours_{span.name}", "number", read.hours, f"How many whole hours they saved {unknown}", 62,
            optional=True, feed=feed, needs=needs,
        )  # fmt: skip
        yield Field(
            f"value.{span.name}", "list", read.listed,
            f"By what, each with title, times and whole hours, the most first, {unknown}",
            [{"title": one.title, "times": 240, "hours": 20} for one in program.savings[:2]],
            optional=True, feed=feed, needs=needs, in_conditions=False,
        )  # fmt: skip


class _Saved:
    """Reads what was saved within a span."""

    def __init__(self, program: Program, span: Span) -> None:
        events = [one.event for one in program.savings]
        self.savings, self.span = program.savings, span
        self._silence, self._beginning = silence_of(events, program.feeds), beginning_of(events, program.feeds)

    def hours(self, view: View) -> object:
        minutes = sum(times * one.minutes for one, times in self._times(view))
        return self._lack(view) or floor(minutes / HOUR)

    def listed(self, view: View) -> object:
        found = [(one, times, floor(times * one.minutes / HOUR)) for one, times in self._times(view)]
        found.sort(key=lambda each: -each[1] * each[0].minutes)
        rows = [{"title": one.title, "times": times, "hours": hours} for one, times, hours in found if hours]
        return self._lack(view) or rows

    def _times(self, view: View) -> list[tuple[Saving, int]]:
        first, last = view.first_day(self.span.days + self.span.ago), view.first_day(self.span.ago + 1)
        usage = view.usage
        return [(one, times_within(usage[one.event], first, last)) for one in self.savings if one.event in usage]

    def _lack(self, view: View) -> Unknown | None:
        """Answer why the sum would be too small; what was before a feed was connected will never be told."""
        if because := self._silence(view):
            return Unknown(because)
        missed = self._beginning(view, view.first_day(self.span.days + self.span.ago))
        return Unknown(missed, absent=True) if missed else None
