"""What the engine decides: every question it asks of a step, in its order."""

from datetime import UTC, datetime, timedelta

import pytest

from journeys.behavior import Contact
from journeys.decisions import Finish, HandOver, Hold, Leave, Position, Send, Skip, Wait
from journeys.definition import END
from journeys.engine import decide, follow, walk
from tests.unit.journeys.stage import ADMIN, HEAD, MONDAY, account, at, book, journey

DAY = timedelta(days=1)
MAIL = "- {id: mail, day: 7, email: onboarding/welcome}"
PROMPT = "- {id: prompt, day: 7, in_app: onboarding/core-workflow-tour}"
TASK = "- {id: task, day: 7, handoff: low-adoption}"
ASKING = "- {id: mail, day: 7, when: not milestones.first_project, email: onboarding/welcome}"
DUE = MONDAY + 7 * DAY  # a Monday, 10:00 UTC
NEW_YORKER = Contact(2, "bo@acme.example", "Bo", role="admin", timezone="America/New_York")
SILENT = Contact(3, "cy@acme.example", "Cy", role="admin", unreachable="unsubscribed")


QUIET = Contact(4, "di@acme.example", "Di", role="admin", declined="unsubscribed on 2026-03-02")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_mail_is_sent_when_its_day_has_come() -> None:
    plan = journey(MAIL)
    decision = decide(DUE, plan, at(plan, "mail"), account(DUE))
    assert decision == Send("mail", "email", "onboarding/welcome", ADMIN.id, "Day 7 has come")


def test_before_its_day_a_mail_waits_for_the_send_window_of_that_day() -> None:
    plan = journey(MAIL)
    decision = decide(MONDAY, plan, at(plan, "mail"), account(MONDAY))
    because = "Day 7: not before Monday, 12 Jan 2026 09:00 (UTC)"
    assert decision == Wait("mail", utc("2026-01-12T09:00"), because)


def test_a_day_on_a_weekend_waits_for_monday() -> None:
    plan = journey("- {id: mail, day: 5, email: onboarding/welcome}")
    decision = decide(MONDAY, plan, at(plan, "mail"), account(MONDAY))
    assert isinstance(decision, Wait)
    assert decision.until == utc("2026-01-12T09:00")


def test_days_are_counted_in_the_recipients_zone() -> None:
    plan = journey(MAIL)
    decision = decide(MONDAY, plan, at(plan, "mail"), account(MONDAY, contacts=[NEW_YORKER], zone="Asia/Tokyo"))
    assert isinstance(decision, Wait)
    assert decision.until == utc("2026-01-12T14:00")


def test_without_a_zone_of_their_own_the_recipients_is_the_accounts() -> None:
    plan = journey(MAIL)
    decision = decide(MONDAY, plan, at(plan, "mail"), account(MONDAY, zone="Asia/Tokyo"))
    assert isinstance(decision, Wait)
    assert decision.until == utc("2026-01-12T00:00")


def test_a_prompt_needs_no_window_and_no_address() -> None:
    plan, midnight = journey(PROMPT), utc("2026-01-12T00:00")
    nobody = Contact(9, role="admin", unreachable="no address")
    decision = decide(midnight, plan, at(plan, "prompt"), account(midnight, contacts=[nobody]))
    assert isinstance(decision, Send)
    assert (decision.channel, decision.contact) == ("in_app", 9)


def test_a_prompt_without_anybody_holds() -> None:
    plan = journey(PROMPT)
    decision = decide(DUE, plan, at(plan, "prompt"), account(DUE, contacts=[]))
    assert isinstance(decision, Hold)
    assert decision.because.startswith("No reachable contact among admins (nobody has the role admin")


def test_day_zero_begins_with_the_journey_itself() -> None:
    plan = journey("- {id: prompt, day: 0, in_app: onboarding/core-workflow-tour}")
    assert isinstance(decide(MONDAY, plan, at(plan, "prompt"), account(MONDAY)), Send)
    early = decide(MONDAY - DAY, plan, at(plan, "prompt"), account(MONDAY))
    assert isinstance(early, Wait)
    assert early.until == MONDAY


def test_a_mail_waits_while_the_window_is_closed() -> None:
    plan, evening = journey(MAIL), utc("2026-01-12T20:00")
    decision = decide(evening, plan, at(plan, "mail"), account(evening))
    because = "Outside the send window: not before Tuesday, 13 Jan 2026 09:00 (UTC)"
    assert decision == Wait("mail", utc("2026-01-13T09:00"), because)


def test_a_mail_waits_for_the_day_after_a_public_holiday_of_the_accounts_country() -> None:
    plan, thanksgiving = journey(MAIL), utc("2026-11-26T12:00")
    decision = decide(thanksgiving, plan, at(plan, "mail", thanksgiving - 8 * DAY), account(thanksgiving, country="US"))
    because = "Thanksgiving Day in US: not before Friday, 27 Nov 2026 09:00 (UTC)"
    assert decision == Wait("mail", utc("2026-11-27T09:00"), because)


def test_a_mail_does_not_wait_for_the_window_beyond_its_deadline() -> None:
    plan = journey("- {id: mail, day: 4, email: onboarding/welcome, late: {within: 1 day, otherwise: skip}}")
    evening = utc("2026-01-09T20:00")
    decision = decide(evening, plan, at(plan, "mail"), account(evening))
    assert isinstance(decision, Wait)
    assert decision.until == utc("2026-01-10T09:00")


def test_a_hand_over_happens_at_any_hour() -> None:
    plan, midnight = journey(TASK), utc("2026-01-12T00:00")
    assert decide(midnight, plan, at(plan, "task"), account(midnight)) == HandOver(
        "task", "low-adoption", "Day 7 has come"
    )


def test_an_account_that_no_longer_belongs_leaves_at_once() -> None:
    plan = journey(MAIL)
    decision = decide(MONDAY, plan, at(plan, "mail"), account(MONDAY, churned=True))
    assert decision == Leave("The account has churned", {"account.churned": True}, away=True)


def test_an_account_that_reached_the_goal_leaves_at_once() -> None:
    plan = journey(MAIL, HEAD + "goal: milestones.first_value\n")
    decision = decide(MONDAY, plan, at(plan, "mail"), account(MONDAY, {"task completed": 10}))
    assert decision == Leave("Goal reached: milestones.first_value is true", {"milestones.first_value": True})


def test_a_goal_that_cannot_be_told_neither_ends_nor_holds_the_journey() -> None:
    plan = journey(MAIL, HEAD + "goal: milestones.first_value\n")
    assert isinstance(decide(DUE, plan, at(plan, "mail"), account(DUE, silent=["product"])), Send)


def test_a_step_holds_while_it_cannot_be_told_whether_the_account_belongs() -> None:
    plan = journey(MAIL, HEAD.replace("account.churned", 'account.plan == "free"'))
    decision = decide(DUE, plan, at(plan, "mail"), account(DUE))
    assert isinstance(decision, Hold)
    assert decision.because == 'account.plan == "free" cannot be told: account.plan is not known'


def test_what_its_condition_forbids_is_skipped_with_the_values() -> None:
    plan = journey(ASKING)
    decision = decide(DUE, plan, at(plan, "mail"), account(DUE, {"project created": 2}))
    evidence = {"milestones.first_project": True, "not milestones.first_project": False}
    assert decision == Skip("mail", "milestones.first_project is true", evidence)


def test_what_is_done_already_is_skipped() -> None:
    plan = journey(MAIL.replace("email:", "unless: milestones.first_project, email:"))
    decision = decide(DUE, plan, at(plan, "mail"), account(DUE, {"project created": 2}))
    assert decision == Skip("mail", "milestones.first_project is true", {"milestones.first_project": True})


def test_what_cannot_be_told_holds_for_an_hour() -> None:
    plan = journey(ASKING)
    decision = decide(DUE, plan, at(plan, "mail"), account(DUE, silent=["product"]))
    assert isinstance(decision, Hold)
    assert decision.until == DUE + timedelta(hours=1)
    assert "the product feed has never been heard" in decision.because


def test_a_hold_never_reaches_beyond_the_deadline() -> None:
    plan, deadline = journey(ASKING.replace("email", "in_app")), utc("2026-01-16T00:00")
    decision = decide(deadline - timedelta(minutes=5), plan, at(plan, "mail"), account(DUE, silent=["product"]))
    assert isinstance(decision, Hold)
    assert decision.until == deadline


def test_a_choice_that_cannot_be_told_is_not_passed_over() -> None:
    plan = journey("- {id: mail, day: 7, choose: [{when: milestones.first_value, email: a}, {else: {email: b}}]}")
    assert isinstance(decide(DUE, plan, at(plan, "mail"), account(DUE, silent=["product"])), Hold)


def test_a_step_none_of_whose_choices_fits_is_skipped() -> None:
    plan = journey("- {id: mail, day: 7, choose: [{when: milestones.first_value, email: a}]}")
    decision = decide(DUE, plan, at(plan, "mail"), account(DUE))
    assert decision == Skip(
        "mail", "No choice fits: milestones.first_value is false", {"milestones.first_value": False}
    )


def test_nobody_reachable_holds_for_a_day_and_says_why() -> None:
    plan = journey(MAIL)
    decision = decide(DUE, plan, at(plan, "mail"), account(DUE, contacts=[SILENT, Contact(4, role="user")]))
    because = "No reachable contact among admins (admin: unsubscribed; user: no address)"
    assert decision == Hold("mail", DUE + DAY, because, {}, "nobody")


def test_the_first_reachable_contact_of_the_chain_is_written_to() -> None:
    plan, user = journey(MAIL), Contact(5, "di@acme.example", role="user")
    decision = decide(DUE, plan, at(plan, "mail"), account(DUE, contacts=[user, SILENT, ADMIN]))
    assert isinstance(decision, Send)
    assert decision.contact == ADMIN.id


def test_an_open_task_holds_the_journey_for_a_day() -> None:
    plan = journey(MAIL)
    decision = decide(DUE, plan, at(plan, "mail"), account(DUE, tasks=["low-adoption"]))
    because = "A human is at work: the task low-adoption is open"
    assert decision == Hold("mail", DUE + DAY, because, {"open tasks": ["low-adoption"]}, "at work")


def test_a_task_that_names_no_playbook_of_ours_does_not_hold() -> None:
    plan = journey(MAIL)
    assert isinstance(decide(DUE, plan, at(plan, "mail"), account(DUE, tasks=["refused-mail"])), Send)


def test_a_late_step_is_skipped_with_its_reason() -> None:
    plan, late = journey(MAIL), utc("2026-01-16T09:00")
    decision = decide(late, plan, at(plan, "mail"), account(late))
    because = "Too late: it was due on 12 Jan 2026 09:00 (UTC) and may be at most 4 days late"
    assert decision == Skip("mail", because, {"due": "2026-01-12T09:00:00+00:00", "may be late by": "4 days"}, "late")


def test_just_before_the_deadline_it_still_happens() -> None:
    plan, moment = journey(MAIL), utc("2026-01-15T16:59")
    assert isinstance(decide(moment, plan, at(plan, "mail"), account(moment)), Send)


@pytest.mark.parametrize(
    ("hindrance", "because"),
    [
        ({"contacts": [SILENT]}, "No reachable contact among admins (admin: unsubscribed). Too late: "),
        ({"tasks": ["low-adoption"]}, "A human is at work: the task low-adoption is open. Too late: "),
        (
            {"silent": ["product"]},
            "not milestones.first_project cannot be told: the product feed has never been heard. Too late",
        ),
    ],
)
def test_a_late_step_names_what_held_it_up(hindrance: dict[str, list[str]], because: str) -> None:
    plan, late = journey(ASKING), DUE + 5 * DAY
    decision = decide(late, plan, at(plan, "mail"), account(late, **hindrance))  # type: ignore[arg-type]
    assert isinstance(decision, Skip)
    assert decision.because.startswith(because)


def test_a_late_step_that_did_not_apply_is_skipped_for_that_reason() -> None:
    plan, late = journey(ASKING), DUE + 5 * DAY
    decision = decide(late, plan, at(plan, "mail"), account(late, {"project created": 1}))
    assert isinstance(decision, Skip)
    assert decision.because == "milestones.first_project is true"


ESCALATING = ASKING.replace("}", ", late: {within: 2 days, otherwise: {handoff: low-adoption}}}")


@pytest.mark.parametrize("silent", [[], ["product"]])
def test_a_late_step_can_go_to_a_human_instead(silent: list[str]) -> None:
    plan, late = journey(ESCALATING), DUE + 3 * DAY
    decision = decide(late, plan, at(plan, "mail"), account(late, silent=silent))
    assert isinstance(decision, HandOver)
    assert decision.playbook == "low-adoption"
    assert "Too late: it was due on 12 Jan 2026 09:00" in decision.because


def test_a_late_step_goes_to_no_human_if_it_did_not_apply() -> None:
    plan, late = journey(ESCALATING), DUE + 3 * DAY
    assert isinstance(decide(late, plan, at(plan, "mail"), account(late, {"project created": 1})), Skip)


def test_a_late_step_goes_to_no_second_human() -> None:
    plan, late = journey(ESCALATING), DUE + 3 * DAY
    assert isinstance(decide(late, plan, at(plan, "mail"), account(late, tasks=["low-adoption"])), Skip)


def test_a_step_that_is_sent_anyway_is_never_late() -> None:
    plan, late = journey(MAIL.replace("}", ", late: {within: 1 day, otherwise: send}}")), DUE + 70 * DAY
    assert isinstance(decide(late, plan, at(plan, "mail"), account(late)), Send)
    held = decide(late, plan, at(plan, "mail"), account(late, contacts=[]))
    assert isinstance(held, Hold)
    assert held.until == late + DAY


def test_behind_the_last_step_it_is_finished() -> None:
    plan = journey(MAIL)
    assert decide(DUE, plan, Position(MONDAY, END), account(DUE, churned=True)) == Finish("Every step is behind it")


def test_a_step_that_the_version_does_not_know_ends_the_enrollment_with_a_reason() -> None:
    decision = decide(DUE, journey(MAIL), Position(MONDAY, "gone"), account(DUE))
    assert decision == Leave("This version of the journey has no step gone")


@pytest.mark.parametrize("decision", [Send("mail", "email", "a", 1, ""), HandOver("mail", "a", ""), Skip("mail", "")])
def test_what_is_done_moves_on(decision: Send | HandOver | Skip) -> None:
    plan = journey(f"{MAIL}\n{TASK}")
    assert follow(plan, at(plan, "mail"), decision) == at(plan, "task")
    assert follow(plan, at(plan, "task"), decision) == at(plan, END)


@pytest.mark.parametrize("decision", [Wait("mail", DUE, ""), Hold("mail", DUE, "")])
def test_what_waits_stays(decision: Wait | Hold) -> None:
    plan = journey(MAIL)
    assert follow(plan, at(plan, "mail"), decision) == at(plan, "mail")


@pytest.mark.parametrize("decision", [Leave(""), Finish("")])
def test_what_ends_is_over(decision: Leave | Finish) -> None:
    plan = journey(MAIL)
    assert follow(plan, at(plan, "mail"), decision) is None


def test_a_walk_goes_as_far_as_it_can() -> None:
    plan = journey(f"{ASKING}\n{PROMPT}\n- {{id: later, day: 9, email: onboarding/welcome}}")
    decisions = walk(DUE, plan, at(plan, "mail"), account(DUE, {"project created": 1}))
    assert [type(decision) for decision in decisions] == [Skip, Send, Wait]


def test_a_task_that_is_just_opened_holds_what_follows() -> None:
    plan = journey(f"{TASK}\n{MAIL}")
    assert [type(one) for one in walk(DUE, plan, at(plan, "task"), account(DUE))] == [HandOver, Hold]


def test_the_evidence_of_a_hand_over_shows_figure_and_threshold() -> None:
    plan, now = book().journeys["onboarding"], MONDAY + 30 * DAY
    decision = decide(now, plan, at(plan, "health-check"), account(now))
    assert decision == HandOver(
        "health-check",
        "low-adoption",
        "usage.feature_adoption is 0%, so usage.feature_adoption < 20%",
        {"usage.feature_adoption": 0.0, "usage.feature_adoption < 20%": True},
    )


def test_a_value_that_was_not_needed_for_the_answer_is_told_as_not_known() -> None:
    plan = journey('- {id: mail, day: 7, when: account.plan == "pro" or account.trial, email: onboarding/welcome}')
    decision = decide(DUE, plan, at(plan, "mail"), account(DUE, trial=True))
    assert isinstance(decision, Send)
    assert decision.because.startswith("account.plan is not known, account.trial is true, so account.plan")


def test_who_declined_gets_only_what_belongs_to_the_contract() -> None:
    there = account(DUE, contacts=[QUIET])
    plain, payment = journey(MAIL), journey(MAIL.replace("}", "}"), HEAD.replace("kind: onboarding", "kind: payment"))
    hold, send = (decide(DUE, plan, at(plan, "mail"), there) for plan in (plain, payment))
    assert isinstance(hold, Hold)
    assert "admin: unsubscribed on 2026-03-02" in hold.because
    assert isinstance(send, Send)
    assert (send.contact, send.commercial) == (4, False)
