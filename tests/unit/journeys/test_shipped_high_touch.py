"""Trials, the sales hand-over, guided onboarding and business reviews as they ship: one test a row."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from journeys.behavior import Behavior
from journeys.decisions import Decision, Decline, Enter, HandOver, Hold, Leave, Skip, Wait
from journeys.engine import admit, decide
from tests.unit.journeys.lives import NOW, ago, did, having
from tests.unit.journeys.stage import MONDAY, account, at, book, done

DAY = timedelta(days=1)
JOURNEYS, PLAYBOOKS = book().journeys, book().playbooks
LARGER: dict[str, Any] = {"arr": 30_000}
LARGEST: dict[str, Any] = {"arr": 150_000}
SET_UP = {"project created": 1, "task created": 3, "teammate invited": 1}
FACTS = (
    "goals", "use_case", "buying_reason", "decision_makers", "promised_features", "timeline", "risks",
    "current_tools", "success_criteria",
)  # fmt: skip


def on(name: str, step: str, day: float, did: dict[str, int] | None = None, **traits: Any) -> Decision:
    """What the journey decides on a day after a Monday on which the account signed up."""
    now = MONDAY + day * DAY
    return decide(now, JOURNEYS[name], at(JOURNEYS[name], step), account(now, did, **traits))


def begins(name: str, now: datetime, behavior: Behavior) -> bool:
    return isinstance(admit(now, JOURNEYS[name], behavior), Enter)


def test_a_trial_of_which_little_was_tried_by_day_14_gets_rescue_mails_and_a_task() -> None:
    tried = {"task created": 2}  # one of six core features: 17 %
    assert done(on("trial-conversion", "rescue", 14, tried, trial=True)) == "trial/rescue"
    assert done(on("trial-conversion", "start-here", 14, tried, trial=True)) == "trial/start-here"
    assert done(on("trial-conversion", "what-for-a-yes", 21, tried, trial=True)) == "trial/what-for-a-yes"
    decision = on("trial-conversion", "call", 15, tried, trial=True)
    assert isinstance(decision, HandOver)
    assert (decision.playbook, decision.evidence["usage.feature_adoption"]) == ("trial-rescue", pytest.approx(1 / 6))


def test_a_trial_that_goes_well_is_left_alone() -> None:
    steps = ("rescue", "start-here", "call", "what-for-a-yes")
    tried = {"task created": 2, "project created": 1}  # two of six
    assert all(isinstance(on("trial-conversion", step, 21, tried, trial=True), Skip) for step in steps)


def test_while_somebody_talks_with_them_the_second_mail_of_the_trial_waits() -> None:
    decision = on("trial-conversion", "what-for-a-yes", 21, trial=True, tasks=["trial-rescue"])
    assert isinstance(decision, Hold)


def test_the_plays_of_a_trial_end_when_it_is_bought_and_are_for_nobody_else() -> None:
    assert isinstance(on("trial-conversion", "rescue", 14), Leave)
    assert not begins("trial-conversion", MONDAY, account(MONDAY))
    assert begins("trial-conversion", MONDAY, account(MONDAY, trial=True))


def test_three_days_before_a_trial_ends_it_is_told_how_to_go_on() -> None:
    plan, ends = JOURNEYS["trial-ending"], date(2026, 1, 15)
    start = MONDAY.replace(day=15, hour=0)
    now = MONDAY + 7 * DAY
    behavior = account(now, trial=True, trial_ends_on=ends)
    assert begins("trial-ending", now, behavior)
    assert isinstance(decide(now - 3 * DAY, plan, at(plan, "ending", start), behavior), Wait)
    assert done(decide(now, plan, at(plan, "ending", start), behavior)) == "trial/ending"


def test_what_sales_did_not_tell_of_a_new_customer_is_one_task_that_names_it() -> None:
    told: dict[str, Any] = dict.fromkeys(FACTS[:-2], "told")
    assert isinstance(on("sales-handover", "missing", 1, **LARGER, **told), Wait)
    decision = on("sales-handover", "missing", 2, **LARGER, **told)
    assert isinstance(decision, HandOver)
    assert decision.playbook == "sales-handover-missing"
    assert decision.evidence["handover.missing_facts"] == "current tools, success criteria"


def test_a_complete_hand_over_is_no_task_and_a_small_customer_is_asked_in_the_welcome_mail_instead() -> None:
    told: dict[str, Any] = dict.fromkeys(FACTS, "told")
    assert isinstance(admit(MONDAY, JOURNEYS["sales-handover"], account(MONDAY, **LARGER, **told)), Decline)
    assert isinstance(on("sales-handover", "missing", 1, **LARGER, **told), Leave)
    assert not begins("sales-handover", MONDAY, account(MONDAY))


@pytest.mark.parametrize("playbook", ["sales-handover-missing", "guided-week-1"])
def test_all_that_sales_told_lies_on_the_table_when_it_is_completed_and_at_the_kickoff(playbook: str) -> None:
    assert {f"handover.{fact}" for fact in FACTS} <= set(PLAYBOOKS[playbook].shows)


PHASES = {"week-1": 0, "weeks-2-3": 7, "weeks-4-6": 21, "weeks-7-12": 42}
DUE = {"set-up": 10, "core-use-case": 22, "full-adoption": 45, "customer-successful": 90}
CORE = SET_UP | {"board viewed": 1, "automation ran": 1, "report viewed": 1, "integration connected": 1}
REACHED = CORE | {"task completed": 12, "project created": 3}
SET_UP_IN_TIME = SET_UP | {"integration connected": 1, "task completed": 10}


NEVER_TOLD = frozenset({"training completed", "qbr attended", "qbr read"})  # of any account


def guided(
    step: str, day: float, done: dict[str, int] | None = None, untold: frozenset[str] = NEVER_TOLD, **more: Any
) -> Decision:
    now, plan = MONDAY + day * DAY, JOURNEYS["guided-onboarding"]
    behavior = replace(account(now, done, **LARGER | more), untold=untold)
    return decide(now, plan, at(plan, step), behavior)


def test_guided_onboarding_is_for_who_has_a_csm_and_says_nothing_to_the_customer_by_itself() -> None:
    assert begins("guided-onboarding", MONDAY, account(MONDAY, **LARGER))
    assert begins("guided-onboarding", MONDAY, account(MONDAY, **LARGEST))
    assert not begins("guided-onboarding", MONDAY, account(MONDAY))
    assert not JOURNEYS["guided-onboarding"].templates


@pytest.mark.parametrize(("step", "day"), PHASES.items())
def test_each_phase_is_a_task_when_its_week_comes(step: str, day: int) -> None:
    assert done(guided(step, day)) == f"guided-{step}"
    if day:
        assert isinstance(guided(step, day - 1), Wait)


@pytest.mark.parametrize(("step", "day"), DUE.items())
def test_a_milestone_that_is_overdue_escalates_to_the_cs_lead_with_what_is_missing(step: str, day: int) -> None:
    assert isinstance(guided(step, day - 1.5), Wait)
    decision = guided(step, day)
    assert isinstance(decision, HandOver)
    assert (decision.playbook, PLAYBOOKS[decision.playbook].owner) == ("guided-overdue", "cs-lead")
    assert False in decision.evidence.values()


def test_the_work_on_a_phase_does_not_silence_the_watch_over_its_milestone() -> None:
    assert done(guided("set-up", 10, tasks=["guided-week-1"])) == "guided-overdue"


@pytest.mark.parametrize(
    ("step", "milestone"),
    [
        ("set-up", SET_UP_IN_TIME),
        ("core-use-case", CORE | {"task completed": 1}),
        ("full-adoption", {"project created": 3, "task completed": 10}),
        ("customer-successful", {"task completed": 10}),
    ],
)
def test_a_milestone_that_behavior_shows_lets_it_go_on(step: str, milestone: dict[str, int]) -> None:
    assert isinstance(guided(step, DUE[step], milestone), Skip)


def test_where_trainings_are_told_the_administrators_have_to_be_trained_and_reviews_to_be_held() -> None:
    assert done(guided("set-up", 10, SET_UP_IN_TIME, frozenset())) == "guided-overdue"
    assert done(guided("customer-successful", 90, {"task completed": 10}, frozenset())) == "guided-overdue"


def test_it_ends_early_once_everything_is_reached() -> None:
    assert isinstance(guided("weeks-4-6", 21, REACHED), Leave)


@pytest.mark.parametrize(
    ("name", "traits", "span"), [("business-review", LARGEST, 31), ("business-review-quarterly", LARGER, 92)]
)
def test_a_business_review_is_prepared_every_month_or_quarter(name: str, traits: dict[str, Any], span: int) -> None:
    behaviors = [having(signed_up_at=ago(days), **traits) for days in range(100, 100 + span)]
    assert any(begins(name, NOW, one) for one in behaviors)
    assert not any(begins(name, NOW, having(signed_up_at=ago(days))) for days in range(100, 100 + span, 10))
    plan = JOURNEYS[name]
    assert done(decide(NOW, plan, at(plan, "prepare", NOW), behaviors[0])) == "business-review"


@pytest.mark.parametrize(
    ("name", "traits", "within"), [("business-review", LARGEST, 21), ("business-review-quarterly", LARGER, 42)]
)
def test_a_review_that_was_not_held_in_time_goes_to_the_cs_lead(name: str, traits: dict[str, Any], within: int) -> None:
    plan, began = JOURNEYS[name], NOW - within * DAY
    nothing, long_ago, held = (
        having(told=told, **traits)
        for told in ((), (did("qbr attended", within + 60),), (did("qbr attended", within - 5),))
    )
    assert done(decide(NOW, plan, at(plan, "held", began), long_ago)) == "business-review-overdue"
    assert isinstance(decide(NOW, plan, at(plan, "held", began), held), Skip)
    never_told = replace(nothing, untold=NEVER_TOLD)
    assert isinstance(decide(NOW, plan, at(plan, "held", began), never_told), Skip)
