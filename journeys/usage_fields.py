"""What can be looked at about use: the core features, the people, the days, and how all that changes."""

from collections.abc import Iterator

from journeys.beginning import beginning_of
from journeys.certainty import at_least
from journeys.counting import days_since
from journeys.crowd_fields import crowd_fields
from journeys.depth_fields import depth_fields
from journeys.feature_fields import MONTH, feature_fields
from journeys.field import Field
from journeys.idle_fields import idle_fields
from journeys.needs import Counts
from journeys.silence import feed_names, silence_of
from journeys.success import Program
from journeys.team_fields import team_fields
from journeys.trend_fields import trend_fields
from journeys.view import Reader, View


def usage_fields(program: Program) -> Iterator[Field]:
    """Answer the fields of the groups `usage` and `features`, and those of `people` that tell of use."""
    yield from feature_fields(program)
    yield from depth_fields(program)
    yield from crowd_fields(program)
    yield from team_fields(program)
    yield from idle_fields(program)
    yield from trend_fields(program)
    feed, named = feed_names(program.activity, program.feeds), ", ".join(program.activity)
    yield Field(
        "usage.active_days", "number", _active_days(program),
        f"Days of the last {MONTH}, today included, with activity: {named}", 12,
        unit="days", feed=feed, needs=frozenset(Counts(event, MONTH) for event in program.activity),
    )  # fmt: skip
    yield Field(
        "usage.days_since_active", "number", days_since(program.activity, program.feeds),
        f"How many days ago the last activity was ({named}): 0 is today; longer than any number if there was none", 3,
        unit="days", feed=feed, needs=frozenset(Counts(event) for event in program.activity),
    )  # fmt: skip


def _active_days(program: Program) -> Reader:
    silence, beginning = silence_of(program.activity, program.feeds), beginning_of(program.activity, program.feeds)

    def find(view: View) -> object:
        first, today = view.first_day(MONTH), view.today
        seen = [view.usage[event].days for event in program.activity if event in view.usage]
        days = {day for counts in seen for day, times in counts if times > 0 and first <= day <= today}
        return at_least(len(days), silence(view) or beginning(view, first), MONTH)

    return lambda view: view.once(find, find)
