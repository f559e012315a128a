"""What can be looked at about teams: how many of the people of each are active."""

from collections import Counter
from collections.abc import Iterator

from journeys.active_people import MONTH, ActivePeople
from journeys.beginning import beginning_of
from journeys.certainty import Unknown
from journeys.field import Field
from journeys.needs import Seen
from journeys.silence import feed_names, silence_of
from journeys.success import Program
from journeys.view import Reader, View

EXAMPLE = [
    {"title": "Design", "active": 6, "people": 8, "share": 0.75},
    {"title": "Delivery", "active": 2, "people": 5, "share": 0.4},
]


def team_fields(program: Program) -> Iterator[Field]:
    """Answer the field `usage.teams`."""
    yield Field(
        "usage.teams", "list", _teams(program),
        f"The teams of contacts, each with title, how many of its people were active in the last {MONTH} days, how "
        "many there are, and the share; the one with most of them active first. Unknown if nobody told of teams, or if "
        "nobody ever says who was active",
        EXAMPLE, optional=True, feed=feed_names(program.activity, program.feeds),
        needs=frozenset([Seen(frozenset(program.activity), MONTH)]), in_conditions=False,
    )  # fmt: skip


def _teams(program: Program) -> Reader:
    people = ActivePeople(program)
    silence, beginning = silence_of(program.activity, program.feeds), beginning_of(program.activity, program.feeds)

    def read(view: View) -> object:
        active = people.teams(view)
        if isinstance(active, Unknown):
            return active
        if because := silence(view):
            return Unknown(because)
        missed = beginning(view, view.first_day(MONTH))  # what was before, nobody will ever tell
        return Unknown(missed, absent=True) if missed else _shown(view)

    return read


def _shown(view: View) -> list[dict[str, object]]:
    there = [one for one in view.behavior.contacts if one.team and (one.left_at is None or one.left_at > view.now)]
    seen, first = view.behavior.crowd.seen, view.first_day(MONTH)
    people = Counter(one.team for one in there)
    active = Counter(one.team for one in there if one.id in seen and seen[one.id] >= first)
    ranked = sorted(people, key=lambda team: (-active[team] / people[team], -people[team], team or ""))
    return [
        {"title": team, "active": active[team], "people": people[team], "share": active[team] / people[team]}
        for team in ranked
    ]
