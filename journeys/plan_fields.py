"""What can be looked at about the success plan: the goals they stated, by when, and how far they are."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from journeys.certainty import Unknown
from journeys.counting import happened
from journeys.field import Field
from journeys.needs import Counts
from journeys.plan import Plan
from journeys.silence import feed_names
from journeys.success import Program
from journeys.view import Reader, View

# What a task shows of the plan to whoever gets it, where it is known.
KNOWN = "plan.known"
SHOWN = ("plan.goal_titles", "plan.target", "plan.due", "plan.next_milestone")
NO_MILESTONE = Unknown("every milestone is reached", absent=True)
EXAMPLE = [{"title": "Finish projects on time", "reached": True}, {"title": "Fewer meetings", "reached": False}]


def plan_fields(program: Program) -> Iterator[Field]:
    """Answer the fields of the group `plan`."""
    plan = Plan(program)
    field = plan.told.field
    known = field(KNOWN, "flag", plan.known, "Whether they, or sales, told us what they want to reach", True)
    yield replace(known, optional=False)
    yield from _goal_fields(plan)
    yield field("plan.target", "text", plan.target, "How they will know that it worked", "Nine of ten projects on time")
    yield field("plan.due", "date", plan.due, "By when they want to reach it", date(2027, 3, 31))
    yield field(
        "plan.days_until_due", "number", plan.days_until_due,
        "Days of the account's calendar until then; negative once past", 120, unit="days",
    )  # fmt: skip
    yield field(
        "plan.days_since_stated", "number", plan.stated.days_since(),
        "How many days ago they last stated goals: 0 is today; longer than any number if they never did", 30,
        unit="days",
    )  # fmt: skip
    if program.milestones:
        yield _next_milestone(program)


def _goal_fields(plan: Plan) -> Iterator[Field]:
    field = plan.told.field
    goals = field("plan.goals", "list", plan.listed, "Every goal with its title and whether it is reached", EXAMPLE)
    yield replace(goals, in_conditions=False)
    yield field(
        "plan.goal_titles", "text", plan.titles, "Their goals in one line", "Finish projects on time; Fewer meetings"
    )
    yield field("plan.goal", "text", plan.first_open, "The first goal that is not reached yet", "Fewer meetings")
    yield field("plan.goal_count", "number", plan.count, "How many goals they stated", 2)
    yield field("plan.goals_reached", "number", plan.count_reached, "How many of them are reached", 1)
    yield field("plan.reached", "flag", plan.reached, "Whether every goal they stated is reached", False)


def _next_milestone(program: Program) -> Field:
    events = [one.event for one in program.milestones]
    return Field(
        "plan.next_milestone", "text", _first_ahead(program),
        "The meaning of the first milestone of program.yaml that is not reached", program.milestones[-1].meaning,
        optional=True, feed=feed_names(events, program.feeds), needs=frozenset(Counts(event) for event in events),
    )  # fmt: skip


def _first_ahead(program: Program) -> Reader:
    ahead = [(one.meaning, happened(one.event, program.feeds, one.times)) for one in program.milestones]

    def read(view: View) -> object:
        for meaning, reached in ahead:
            if (state := reached(view)) is not True:
                return Unknown(state.because) if isinstance(state, Unknown) else meaning
        return NO_MILESTONE

    return read
