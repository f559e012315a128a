"""What can be looked at about the depth of use: on how many days of the last month each core feature was used."""

from collections.abc import Iterator

from journeys.beginning import beginning_of
from journeys.certainty import at_least
from journeys.field import Field
from journeys.needs import Counts
from journeys.silence import feed_names, silence_of
from journeys.success import Feature, Program
from journeys.view import Reader, View

MONTH = 30  # days


def depth_fields(program: Program) -> Iterator[Field]:
    """Answer the fields of the group `features`, one for each core feature."""
    for feature in program.features:
        yield Field(
            f"features.{feature.name}", "number", _days(feature, program),
            f"On how many of the last {MONTH} days, today included, somebody used {feature.title}: "
            f"{', '.join(feature.events)}", 6,
            unit="days", feed=feed_names(feature.events, program.feeds),
            needs=frozenset(Counts(event, MONTH) for event in feature.events),
        )  # fmt: skip


def _days(feature: Feature, program: Program) -> Reader:
    silence, beginning = silence_of(feature.events, program.feeds), beginning_of(feature.events, program.feeds)

    def read(view: View) -> object:
        first, today = view.first_day(MONTH), view.today
        seen = [view.usage[event].days for event in feature.events if event in view.usage]
        days = {day for counts in seen for day, times in counts if times > 0 and first <= day <= today}
        return at_least(len(days), silence(view) or beginning(view, first), MONTH)

    return read
