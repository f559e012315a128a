"""What the mails about money and leaving say to whom, against the playbook."""

import pytest

from tests.unit.emails.shelf import written

# What each notice says of a card that expired, funds that were missing, a confirmation that is, and no reason at all.
DECLINES = {
    "first-notice": ("has expired", "above what the account", "wants to be sure", "did not say why"),
    "second-notice": ("has expired", "above what is available", "asks for a confirmation", "without a reason"),
    "third-notice": ("has expired", "lack of available funds", "your confirmation", "keeps declining this card"),
    "last-notice": ("card has expired", "funds were not available", "nobody confirmed it", "another card or account"),
    "banner": ("has expired", "funds were not available", "wants you to confirm", "declined the card"),
}
PEOPLE = ("typical", "funds", "authentication", "unsaid")


@pytest.mark.parametrize("notice", DECLINES)
def test_a_failed_payment_is_told_by_why_it_was_declined(notice: str) -> None:
    told = written(f"payment/{notice}")
    for person, words in zip(PEOPLE, DECLINES[notice], strict=True):
        assert words in told[person].text
    assert len({told[person].text for person in PEOPLE}) == 4


def test_whose_reason_nobody_told_reads_what_a_bank_without_reasons_gets() -> None:
    assert "did not say why" in written("payment/first-notice")["empty"].text


def test_the_value_of_the_year_is_told_with_who_is_idle_and_what_is_unused() -> None:
    summary = written("renewal/roi-summary")["typical"].text
    for said in (
        "74",
        "Priya Raman, Tom Berg",
        "18 people were active in the last 30 days, of 25 seats",
        "Automations",
    ):
        assert said in summary


def test_growing_is_only_offered_to_whoever_is_healthy() -> None:
    offered = {person: "Grow with it" in mail.text for person, mail in written("renewal/roi-summary").items()}
    assert [person for person, said in offered.items() if said] == ["thriving", "extreme"]


def test_nobody_reads_of_hours_that_nobody_would_believe() -> None:
    summary = written("renewal/roi-summary")["empty"]
    assert "hour" not in summary.subject
    assert "does not add up to a number" in summary.text


def test_the_cancellation_mail_asks_one_question_and_keeps_nobody() -> None:
    mail = written("leaving/cancellation")["typical"]
    assert mail.text.count("/surveys/cancellation_") == 9
    assert "need not do anything" in mail.text


@pytest.mark.parametrize("mail", ["seat-limit", "volume-limit", "rate-limit", "multi-team"])
def test_growth_is_told_by_the_accounts_own_figures(mail: str) -> None:
    figures = {"seat-limit": "23 people", "volume-limit": "62 GB", "rate-limit": "46,200", "multi-team": "3 teams"}
    assert figures[mail] in written(f"expansion/{mail}")["typical"].text
    assert figures[mail] not in written(f"expansion/{mail}")["empty"].text


def test_the_success_plan_stands_in_the_mails_about_the_renewal() -> None:
    summary = written("renewal/roi-summary")["typical"].text
    assert "You set out to: Finish projects on time; Fewer status meetings" in summary
    assert "You would know it by this: Nine of ten projects on time" in summary
    assert "The next milestone: Every team has its own board" in summary
    assert "Nine of ten projects on time" in written("renewal/final-terms")["typical"].text


def test_a_first_month_without_a_finished_task_is_not_led_by_a_zero() -> None:
    recap = written("onboarding/first-month-recap")["empty"]
    assert "tasks" not in (recap.preheader + recap.text).lower()


def test_who_told_us_a_goal_in_the_first_month_is_not_asked_for_one() -> None:
    recap = {person: mail.text for person, mail in written("onboarding/first-month-recap").items()}
    assert "Reply with one goal" in recap["typical"]
    assert "Reply with one goal" not in recap["goal"]
    assert "what you are after: Finish projects on time" in recap["goal"]


@pytest.mark.parametrize("mail", ["missing-feature", "project-ended", "no-measurable-value", "too-expensive"])
def test_who_leaves_and_is_open_to_a_call_is_offered_one(mail: str) -> None:
    offered = {person: "one of us may call you" in offer.text for person, offer in written(f"leaving/{mail}").items()}
    assert offered.pop("typical") is offered.pop("empty") is False
    assert set(offered.values()) == {True}
