"""What can be looked at about milestones: which are reached, on which day, and how long the first value took."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import accumulate

from journeys.beginning import beginning_of
from journeys.certainty import Unknown
from journeys.counting import happened
from journeys.field import Field
from journeys.needs import Counts
from journeys.silence import feed_names, silence_of
from journeys.success import Feed, Program
from journeys.view import Reader, View

FIRST_VALUE = "first_value"  # the milestone at which the product has proven itself
FARTHEST = 366  # days: so far back we look for the day on which something had happened often enough

NOT_REACHED = Unknown("it has not been reached", absent=True)
TOO_LONG_AGO = Unknown(f"it was reached more than {FARTHEST} days ago", absent=True)
NO_SIGNUP = Unknown("account.signed_up_at is not known", absent=True)


def milestone_fields(program: Program) -> Iterator[Field]:
    """Answer the fields of the group `milestones`."""
    for one in program.milestones:
        feed = feed_names([one.event], program.feeds)
        needs = frozenset([Counts(one.event, None if one.times == 1 else FARTHEST)])
        reached = reached_on(one.event, one.times, program.feeds)
        yield Field(
            f"milestones.{one.name}", "flag", happened(one.event, program.feeds, one.times),
            f"{one.meaning}: “{one.event}”" + (f" at least {one.times} times" if one.times > 1 else ""),
            True, feed=feed, needs=frozenset([Counts(one.event)]),
        )  # fmt: skip
        yield Field(
            f"milestones.{one.name}_on", "date", reached,
            f"On which day of the account's calendar milestones.{one.name} was reached; unknown if that was not yet"
            + ("" if one.times == 1 else f", or more than {FARTHEST} days ago"),
            date(2026, 11, 9), optional=True, feed=feed, needs=needs,
        )  # fmt: skip
        if one.name == FIRST_VALUE:
            yield Field(
                f"milestones.days_to_{FIRST_VALUE}", "number", days_from_signup(reached),
                f"Days of the account's calendar from the day it signed up to milestones.{FIRST_VALUE}_on; 0 if it was "
                "reached on that day or before", 12, unit="days", optional=True, feed=feed, needs=needs,
            )  # fmt: skip


def reached_on(event: str, times: int, feeds: tuple[Feed, ...]) -> Reader:
    """Answer the day of the account's calendar on which `event` had happened so many times, where that is exact."""
    silence, beginning = silence_of([event], feeds), beginning_of([event], feeds)

    def read(view: View) -> object:
        usage, missed = view.usage.get(event), beginning(view, None)
        if usage is None or usage.total < times:
            because = silence(view) or missed
            return Unknown(because) if because else NOT_REACHED
        if missed:  # it may have been reached before
            return Unknown(missed, absent=True)
        if times == 1:
            return view.day_of(usage.first_at)
        earlier = usage.total - sum(amount for _, amount in usage.days)
        sums = accumulate((amount for _, amount in usage.days), initial=earlier)
        if next(sums) >= times:
            return TOO_LONG_AGO
        return next(day for (day, _), so_far in zip(usage.days, sums, strict=True) if so_far >= times)

    return read


def days_from_signup(reached: Reader) -> Reader:
    """Answer how many days after its sign-up an account reached what `reached` tells the day of; never below 0."""

    def read(view: View) -> object:
        day, at = reached(view), view.account.get("signed_up_at")
        if not isinstance(day, date):
            return day
        return max((day - view.day_of(at)).days, 0) if isinstance(at, datetime) else NO_SIGNUP

    return read
