"""What can be looked at about the people: how many are active, how often, how much they do, what seats they fill."""

from collections.abc import Iterator
from functools import partial

from journeys.active_people import FARTHEST, MONTH, ActivePeople
from journeys.certainty import Between, Unknown
from journeys.counting import times_within
from journeys.field import Field, Unit
from journeys.needs import Counts, Crowd, Need, Seen
from journeys.outage import outage_of
from journeys.silence import feed_names, silence_of
from journeys.success import Program
from journeys.view import Reader, View

NO_SEATS = Unknown("account.seats is not known", absent=True)
ZERO_SEATS = Unknown("account.seats is 0", absent=True)
LATELY = f"in the last {MONTH} days"


def crowd_fields(program: Program) -> Iterator[Field]:
    """Answer the fields about people."""
    people = ActivePeople(program)
    month = partial(people.users, days=MONTH)
    field = partial(_field, program)
    named = ", ".join(program.activity)
    for name, days, when in (("daily", 1, "today"), ("weekly", 7, "in the last 7 days"), ("monthly", MONTH, LATELY)):
        formula = f"How many people were active {when} ({named})"
        yield field(f"usage.{name}_users", partial(people.users, days=days), formula, 12)
    yield field(
        "usage.average_daily_users", people.average,
        f"How many people are active on a working day: the mean of those of the last {MONTH} days, without today, "
        "which is not over, and without the days before it signed up", 7.5, daily=True,
    )  # fmt: skip
    yield field(
        "usage.stickiness", _stickiness(people.average, month),
        "usage.average_daily_users / usage.monthly_users; 0 if nobody was active", 0.6, "share", daily=True,
    )  # fmt: skip
    yield field("usage.seat_utilization", _per_seat(month), "usage.monthly_users / account.seats", 0.8, "share")
    yield field(
        "usage.daily_seat_share", _per_seat(people.average), "usage.average_daily_users / account.seats", 0.65, "share",
        daily=True,
    )  # fmt: skip
    yield field("usage.active_teams", people.teams, f"How many teams of contacts had somebody active {LATELY}", 3)
    yield field(
        "people.admin_days_away", people.admin_days_away,
        f"How many days ago an admin was active last ({named}): 0 is today. If none ever was, since it signed up; "
        f"longer than any number if that is more than {FARTHEST} days", 3, "days", days=FARTHEST,
    )  # fmt: skip
    yield _events_per_user(program, month)


def _field(
    program: Program, name: str, read: Reader, formula: str, example: object, unit: Unit = "",
    *, days: int = MONTH, daily: bool = False,
) -> Field:  # fmt: skip
    feed, events = feed_names(program.activity, program.feeds), frozenset(program.activity)
    needs = frozenset[Need]([Seen(events, days), *([Crowd(events, days)] if daily else [])])
    told = f"{formula}. Unknown if nobody ever says who was active"
    return Field(name, "number", read, told, example, unit, optional=True, feed=feed, needs=needs)


def _per_seat(people: Reader) -> Reader:
    def read(view: View) -> object:
        seats, found = view.account.get("seats"), people(view)
        if not isinstance(seats, int) or seats <= 0:
            return NO_SEATS if seats is None else ZERO_SEATS
        if isinstance(found, Between):
            return Between(found.low / seats, found.high / seats, found.because)
        return found / seats if isinstance(found, int | float) else found

    return read


def _stickiness(average: Reader, month: Reader) -> Reader:
    def read(view: View) -> object:
        usual, people = average(view), month(view)
        if not isinstance(usual, float) or not isinstance(people, int):
            return usual
        return usual / people if people else 0.0

    return read


def _events_per_user(program: Program, month: Reader) -> Field:
    core = tuple(dict.fromkeys(event for feature in program.features for event in feature.events))
    silence, outage = silence_of(core, program.feeds), outage_of(core, program.feeds)

    def read(view: View) -> object:
        first, people = view.first_day(MONTH), month(view)
        because = people.because if isinstance(people, Between) else silence(view) or outage(view, first, view.today)
        if because or not isinstance(people, int):
            return Unknown(because) if because else people
        did = sum(times_within(view.usage[event], first, view.today) for event in core if event in view.usage)
        return did / people if people else 0.0

    return Field(
        "usage.events_per_user", "number", read,
        f"How much is done: the events of all core features {LATELY} / usage.monthly_users; 0 if nobody was active",
        42.5, optional=True, feed=feed_names((*core, *program.activity), program.feeds),
        needs=frozenset([*(Counts(event, MONTH) for event in core), Seen(frozenset(program.activity), MONTH)]),
    )  # fmt: skip
