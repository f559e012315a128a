"""The success plan and the sales hand-over: what they want, who said so, and what is still to be asked."""

from datetime import date
from typing import Any

import pytest

from journeys.behavior import Happening
from journeys.handover_fields import FACTS
from journeys.reserved import faults
from tests.unit.journeys.happening_stage import account, happened, value
from tests.unit.journeys.small_program import account as small
from tests.unit.journeys.small_program import value_of

STATED = happened("goals stated", 20, goals=["On time", "Fewer meetings"], target="Nine of ten", due="2026-12-24")
SOLD: dict[str, Any] = {"goals": "Fewer tools ; On time", "success_criteria": "One tool"}


def test_without_a_word_of_goals_it_is_known_that_none_are_known() -> None:
    for nobody in (account(), account(unheard=True)):
        assert value("plan.known", nobody) is False
        assert value("plan.goals", nobody) == value("plan.target", nobody) == value("plan.reached", nobody) == "absent"


def test_the_goals_that_they_stated_are_the_plan() -> None:
    them = account(STATED, **SOLD)

    assert value("plan.known", them) is True
    assert value("plan.goal_titles", them) == "On time; Fewer meetings"
    assert (value("plan.target", them), value("plan.due", them)) == ("Nine of ten", date(2026, 12, 24))
    assert (value("plan.days_until_due", them), value("plan.days_since_stated", them)) == (32, 20)
    assert value("plan.next_milestone", them) == "The first project exists"


def test_what_they_state_later_takes_the_place_of_it_all() -> None:
    them = account(STATED, happened("goals stated", 3, goals="Grow; Learn"), happened("goal reached", 10))

    assert value("plan.goals", them) == [{"title": "Grow", "reached": False}, {"title": "Learn", "reached": False}]
    assert (value("plan.target", them), value("plan.due", them)) == ("absent", "absent")


def test_before_they_say_anything_the_goals_are_those_that_sales_told() -> None:
    them = account(**SOLD)

    assert value("plan.goals", them) == [
        {"title": "Fewer tools", "reached": False}, {"title": "On time", "reached": False},
    ]  # fmt: skip
    assert (value("plan.known", them), value("plan.target", them)) == (True, "One tool")


@pytest.mark.parametrize(
    ("reached", "goal", "count", "all_of_them"),
    [
        ([], "On time", 0, False),
        ([happened("goal reached", 5, goal="on TIME")], "Fewer meetings", 1, False),
        ([happened("goal reached", 5, goal="Another")], "On time", 0, False),
        ([happened("goal reached", 5)], "absent", 2, True),
        ([happened("goal reached", 25)], "On time", 0, False),
    ],
)
def test_a_goal_is_reached_when_that_is_told_after_it_was_stated(
    reached: list[Happening], goal: str, count: int, all_of_them: bool
) -> None:
    them = account(STATED, *reached)

    assert (value("plan.goal", them), value("plan.goals_reached", them)) == (goal, count)
    assert value("plan.reached", them) is all_of_them


def test_a_program_without_milestones_or_such_events_still_has_a_plan() -> None:
    assert value_of("plan.known", small()) is False
    assert value_of("plan.goal", small(goals="On time")) == "On time"


def test_what_sales_did_not_tell_is_counted_and_named() -> None:
    known: dict[str, Any] = {name: "x" for name, *_ in FACTS if name not in ("decision_makers", "timeline")}

    assert value("handover.missing", account(**known, timeline="  ")) == 2
    assert value("handover.missing_facts", account(**known)) == "decision makers, timeline"
    assert value("handover.complete", account(**known)) is False
    assert value("handover.complete", account(**known, decision_makers="Ada", timeline="March")) is True
    assert (value("handover.missing", account()), value("handover.goals", account())) == (9, "absent")


@pytest.mark.parametrize("goals", [["On time"], "On time; Fewer meetings"])
def test_goals_may_be_a_list_or_one_text(goals: object) -> None:
    assert [*faults("goals stated", {"goals": goals})] == []


@pytest.mark.parametrize("goals", [[], "", " ; ", [1], {"a": 1}, 7])
def test_goals_that_say_nothing_are_a_fault(goals: object) -> None:
    assert len([*faults("goals stated", {"goals": goals})]) == 1


def test_why_they_leave_is_what_they_said_last_with_the_request_or_after_it() -> None:
    asked = happened("cancellation requested", 9, reason="too expensive", call="no")
    them = account(asked, happened("cancellation answered", 3, reason="too hard", goal_reached="partly"))

    assert value("engagement.cancellation_reason", them) == "too hard"
    assert value("engagement.cancellation_goal_reached", them) == "partly"
    assert value("engagement.cancellation_call", them) == "no"
    assert value("engagement.cancellation_missing", them) == "absent"
    assert value("engagement.cancellation_requested", account(happened("cancellation answered", 3))) is False
