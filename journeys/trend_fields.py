"""What can be looked at about change: logins and core features, against the week, the month or the quarter before."""

from collections.abc import Collection, Iterator
from functools import partial

from journeys.field import Field
from journeys.silence import feed_names
from journeys.success import Program
from journeys.trend import MOST_FALLS, Trend

WEEK, MONTH, QUARTER = 7, 30, 90  # days
STEEP = 0.4  # by how much logins fall in a week that counts as a fall

COMPARED = "against the {days} before; the last one is yesterday, because today is not over"
USED = "the use of core features (all of their events)"
ABSENT = "Unknown for an account that is younger than that, and if there was nothing before"


def trend_fields(program: Program) -> Iterator[Field]:
    """Answer the fields about change."""
    core = [event for feature in program.features for event in feature.events]
    logins = ", ".join(program.logins)
    yield _change(program, "login_change_week", program.logins, WEEK, f"logins ({logins})")
    yield _change(program, "login_change_month", program.logins, MONTH, f"logins ({logins})")
    yield _change(program, "login_change_quarter", program.logins, QUARTER, f"logins ({logins})")
    yield _change(program, "core_change_month", core, MONTH, USED)
    yield _change(program, "core_change_quarter", core, QUARTER, USED)
    weeks = Trend(program.logins, WEEK, program.feeds)
    yield Field(
        "usage.login_falls", "number", partial(weeks.falls, share=STEEP),
        f"How many times running, the newest first, {WEEK} whole days had at least {STEEP:.0%} fewer logins ({logins}) "
        f"than the {WEEK} before; at most {MOST_FALLS} are counted, and weeks from before it signed up are not", 3,
        unit="times", feed=feed_names(program.logins, program.feeds), needs=weeks.needs(MOST_FALLS),
    )  # fmt: skip


def _change(program: Program, name: str, events: Collection[str], days: int, what: str) -> Field:
    trend = Trend(events, days, program.feeds)
    return Field(
        f"usage.{name}", "number", trend.change,
        f"By which share {what} changed in the last {days} whole days {COMPARED.format(days=days)}: -40% is a fall by "
        f"40%, 0 also if there were none in either. {ABSENT}", -0.4,
        unit="share", optional=True, feed=feed_names(events, program.feeds), needs=trend.needs(1),
    )  # fmt: skip
