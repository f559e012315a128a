"""The journeys that ship, held against the table of the playbook they implement: one test a row."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise

import pytest

from journeys.decisions import Decision, Decline, Enter, Finish, HandOver, Hold, Leave, Position, Send, Skip
from journeys.definition import Email, Handoff, InApp
from journeys.engine import admit, decide
from tests.unit.journeys.stage import ADMIN, MONDAY, ROOM, account, at, book, walked

DAY = timedelta(days=1)
ONBOARDING = book().journeys["onboarding"]
MAILS = ROOM.parent / "emails" / "templates"
SET_UP = {"project created": 1, "task created": 3, "teammate invited": 1}
SETTLED = SET_UP | {"task completed": 12, "board viewed": 2}


def on(day: int, did: Mapping[str, int] | None = None) -> Decision:
    """What onboarding decides on that day (all of them are working days) for an account that did these things."""
    now = MONDAY + day * DAY
    step = next(step for step in ONBOARDING.steps if step.day == day)
    return decide(now, ONBOARDING, at(ONBOARDING, step.id), account(now, did))


def said(decision: Decision) -> tuple[str, str]:
    assert isinstance(decision, Send), decision
    return decision.channel, decision.template


def test_onboarding_has_the_days_of_the_table() -> None:
    assert [step.day for step in ONBOARDING.steps if step.id != "next-step"] == [0, 3, 7, 14, 21, 30]


def test_onboarding_is_for_small_accounts() -> None:
    assert isinstance(admit(MONDAY, ONBOARDING, account(MONDAY, arr=12_000)), Enter)
    assert isinstance(admit(MONDAY, ONBOARDING, account(MONDAY, arr=30_000)), Decline)
    assert isinstance(admit(MONDAY, ONBOARDING, account(MONDAY, arr=150_000)), Decline)


def test_day_0_welcomes_with_the_checklist() -> None:
    assert said(on(0)) == ("email", "onboarding/welcome")


def test_day_0_waits_for_a_reachable_contact() -> None:
    nobody = account(MONDAY, contacts=[])
    assert isinstance(decide(MONDAY, ONBOARDING, at(ONBOARDING, "welcome"), nobody), Hold)


def test_day_3_prompts_the_core_workflow_inside_the_product() -> None:
    assert said(on(3)) == ("in_app", "onboarding/core-workflow-tour")


def test_day_3_prompts_nobody_who_has_done_it() -> None:
    assert isinstance(on(3, {"task completed": 1}), Skip)


def test_day_7_asks_for_the_first_project() -> None:
    assert said(on(7)) == ("email", "onboarding/create-your-first-project")


def test_day_7_names_the_next_checklist_item_once_there_is_a_project() -> None:
    assert said(on(7, {"project created": 1})) == ("email", "onboarding/next-checklist-item")


def test_day_7_has_nothing_to_ask_of_a_complete_checklist() -> None:
    complete = SET_UP | {"task completed": 1, "board viewed": 1}
    assert isinstance(on(7, complete), Skip)


def test_between_the_mails_the_product_shows_the_next_step_until_there_is_none() -> None:
    assert said(on(10)) == ("in_app", "onboarding/next-step")
    assert isinstance(on(10, SET_UP | {"task completed": 1, "board viewed": 1}), Skip)


def test_day_14_invites_to_the_webinar_once_the_setup_is_complete() -> None:
    assert said(on(14, SET_UP)) == ("email", "onboarding/power-user-webinar")


@pytest.mark.parametrize("missing", sorted(SET_UP))
def test_day_14_helps_with_an_unfinished_setup_and_teaches_nothing(missing: str) -> None:
    assert said(on(14, {event: 1 for event in SET_UP if event != missing})) == ("email", "onboarding/setup-help")


def test_day_21_celebrates_ten_completed_tasks() -> None:
    decision = on(21, {"task completed": 10})
    assert said(decision) == ("email", "onboarding/usage-milestone")
    assert decision.evidence['usage.count("task completed")'] == 10


def test_day_21_keeps_those_going_who_are_not_there_yet() -> None:
    assert said(on(21, {"task completed": 9})) == ("email", "onboarding/keep-going")


def test_day_30_hands_low_adoption_over_with_figure_and_threshold() -> None:
    decision = on(30)
    assert isinstance(decision, HandOver)
    assert decision.playbook == "low-adoption"
    assert decision.because == "usage.feature_adoption is 0%, so usage.feature_adoption < 20%"
    assert decision.evidence["usage.feature_adoption"] == 0


def test_day_30_recaps_the_first_month_otherwise() -> None:
    assert said(on(30, {"project created": 1, "task created": 1})) == ("email", "onboarding/first-month-recap")


def test_it_ends_early_when_first_value_is_reached_and_the_checklist_complete() -> None:
    assert isinstance(on(14, SETTLED), Leave)
    assert isinstance(on(14, SETTLED | {"task completed": 9}), Send)
    assert isinstance(on(14, {"task completed": 50}), Send)


def test_a_churned_account_leaves() -> None:
    now = MONDAY + 3 * DAY
    assert isinstance(decide(now, ONBOARDING, at(ONBOARDING, "welcome"), account(now, churned=True)), Leave)


def test_nothing_is_concluded_from_a_silent_feed() -> None:
    now = MONDAY + 7 * DAY
    assert isinstance(decide(now, ONBOARDING, at(ONBOARDING, "first-project"), account(now, silent=["product"])), Hold)


def test_a_silent_account_meets_every_step_on_its_day() -> None:
    assert played({}) == [
        (0, "onboarding/welcome"),
        (3, "onboarding/core-workflow-tour"),
        (7, "onboarding/create-your-first-project"),
        (10, "onboarding/next-step"),
        (14, "onboarding/setup-help"),
        (21, "onboarding/keep-going"),
        (30, "low-adoption"),
    ]


def test_a_thriving_account_is_left_alone_once_it_has_arrived() -> None:
    assert played(SETTLED) == []


def played(did: Mapping[str, int]) -> list[tuple[int, str]]:
    """What an account that did these things is told, with the day of it, from its first day to the last."""
    said: list[tuple[int, str]] = []
    stands: Position | None = at(ONBOARDING, ONBOARDING.steps[0].id)
    for day in range(40):
        now = MONDAY + day * DAY
        decisions, stands = walked(now, ONBOARDING, stands, account(now, did)) if stands else ([], None)
        said += [(day, one.template) for one in decisions if isinstance(one, Send)]
        said += [(day, one.playbook) for one in decisions if isinstance(one, HandOver)]
        assert stands or not decisions or isinstance(decisions[-1], Finish | Leave)
    return said


def test_every_template_is_there() -> None:
    assert sorted(name for name in ONBOARDING.templates if not (MAILS / f"{name}.md").is_file()) == []


def test_every_playbook_is_handed_over_to() -> None:
    steps = [step for journey in book().journeys.values() for step in journey.steps]
    used = {choice.action.playbook for step in steps for choice in step.choices if isinstance(choice.action, Handoff)}
    assert used == set(book().playbooks)


def test_every_action_of_onboarding_speaks_to_the_administrators_first() -> None:
    actions = [choice.action for step in ONBOARDING.steps for choice in step.choices]
    chains = {action.to for action in actions if isinstance(action, Email | InApp)}
    assert {ONBOARDING.recipients[chain][0] for chain in chains} == {ADMIN.role}


def test_no_two_mails_of_onboarding_can_fall_together() -> None:
    """However late one may be, it is over before the next one's day."""
    mails = [step for step in ONBOARDING.steps if step.mails]
    weekend = 2 * DAY
    assert all(one.day * DAY + weekend + one.late.within <= two.day * DAY for one, two in pairwise(mails))
