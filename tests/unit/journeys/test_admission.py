"""Who starts a journey, and who does not."""

from datetime import timedelta

from journeys.decisions import Decline, Enter
from journeys.engine import admit
from tests.unit.journeys.stage import HEAD, MONDAY, account, book, journey

DAY = timedelta(days=1)
MAIL = "- {id: mail, day: 7, email: onboarding/welcome}"
SMB = HEAD + 'for: account.segment == "smb"\n'
SINCE = "2026-01-05T10:00:00+00:00"


def test_whom_it_is_for_enters_with_the_reason() -> None:
    evidence = {"account.segment": "smb", 'account.segment == "smb"': True, "account.signed_up_at": SINCE}
    because = 'account.segment is smb, so account.segment == "smb"'
    assert admit(MONDAY, journey(MAIL, SMB), account(MONDAY)) == Enter("once", MONDAY, because, evidence)


def test_a_journey_without_an_audience_is_for_every_account() -> None:
    admission = admit(MONDAY, journey(MAIL), account(MONDAY))
    assert admission == Enter("once", MONDAY, "A test is for every account", {"account.signed_up_at": SINCE})


def test_whom_it_is_not_for_is_declined() -> None:
    admission = admit(MONDAY, journey(MAIL, SMB), account(MONDAY, arr=200_000))
    assert isinstance(admission, Decline)
    assert admission.because == 'account.segment is enterprise, so not: account.segment == "smb"'
    assert admission.until is None


def test_whom_we_cannot_tell_about_is_asked_again_in_a_day() -> None:
    admission = admit(MONDAY, journey(MAIL, SMB), account(MONDAY, arr="much"))
    assert isinstance(admission, Decline)
    assert admission.until == MONDAY + DAY
    assert "cannot be told: account.arr is not what it should be: number" in admission.because


def test_whose_revenue_nobody_told_is_in_the_segment_that_takes_the_rest() -> None:
    assert isinstance(admit(MONDAY, journey(MAIL, SMB), account(MONDAY, arr=None)), Enter)


def test_without_a_start_nobody_enters() -> None:
    admission = admit(MONDAY, journey(MAIL), account(MONDAY, signed_up_at=None))
    assert admission == Decline("once", "account.signed_up_at is not known", evidence={"account.signed_up_at": None})


def test_a_start_in_the_future_is_asked_about_again_then() -> None:
    admission = admit(MONDAY - DAY, journey(MAIL), account(MONDAY))
    because = "account.signed_up_at is 5 Jan 2026, and that is still to come"
    assert admission == Decline("once", because, MONDAY, {"account.signed_up_at": SINCE})


def test_a_churned_account_enters_nothing() -> None:
    admission = admit(
        MONDAY, journey(MAIL, HEAD.replace("leave: account.churned\n", "")), account(MONDAY, churned=True)
    )
    assert admission == Decline("once", "The account has churned", evidence={"account.churned": True})


def test_who_would_leave_at_once_does_not_enter() -> None:
    plan = journey(MAIL, HEAD.replace("account.churned", "account.trial"))
    assert isinstance(admit(MONDAY, plan, account(MONDAY, trial=True)), Decline)


def test_who_has_reached_the_goal_does_not_enter() -> None:
    plan = journey(MAIL, HEAD + "goal: milestones.first_project\n")
    assert isinstance(admit(MONDAY, plan, account(MONDAY, {"project created": 1})), Decline)


def test_a_goal_that_cannot_be_told_keeps_nobody_out() -> None:
    plan = journey(MAIL, HEAD + "goal: milestones.first_project\n")
    assert isinstance(admit(MONDAY, plan, account(MONDAY, silent=["product"])), Enter)


def test_who_signed_up_long_ago_does_not_enter() -> None:
    now = MONDAY + 1096 * DAY
    admission = admit(now, book().journeys["onboarding"], account(now))
    because = "The whole journey is past: account.signed_up_at is 5 Jan 2026, 1096 days ago"
    assert admission == Decline("once", because, evidence={"account.signed_up_at": SINCE})


def test_who_can_still_meet_the_last_step_enters() -> None:
    plan, last = journey(MAIL), MONDAY + 11 * DAY
    assert isinstance(admit(last - timedelta(hours=2), plan, account(last)), Enter)
    assert isinstance(admit(last, plan, account(last)), Decline)


def test_even_a_step_that_is_sent_anyway_draws_nobody_in_once_it_is_past() -> None:
    plan = journey(MAIL.replace("}", ", late: {within: 1 day, otherwise: send}}"))
    assert isinstance(admit(MONDAY + 9 * DAY, plan, account(MONDAY)), Decline)
