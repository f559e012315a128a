"""Renewal and win-back as they ship, held against the table of the playbook: one test a row."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from journeys.behavior import Behavior
from journeys.decisions import Decision, Decline, Enter, HandOver, Hold, Leave, Send, Skip, Wait
from journeys.engine import admit, decide
from tests.unit.journeys.lives import ADMIN, NOW, TODAY, did, flourishing, having, tickets
from tests.unit.journeys.stage import at, book, done

RENEWAL, WIN_BACK = book().journeys["renewal"], book().journeys["win-back"]
RISK = tickets(1, 2, 3, 4)
ORDINARY: dict[str, Any] = {
    "seats": 1, "crowd": {1: 1}, "contacts": (ADMIN,),
    "did": {"task completed": 3, "project created": 1, "board viewed": 1, "teammate invited": 1},
}  # fmt: skip
LARGE, SMALL = {"arr": 15_001}, {"arr": 15_000}


def contract(days: int, **more: Any) -> Behavior:
    """An account that renews in so many days, in a year's contract."""
    renews = TODAY + timedelta(days=days)
    return having(renewal_on=renews, billing_frequency="annual", **ORDINARY | more)


def on(step: str, behavior: Behavior, renews: int) -> Decision:
    """What is decided of a run that was planned for the date in so many days."""
    day = TODAY + timedelta(days=renews)
    return decide(NOW, RENEWAL, at(RENEWAL, step, datetime(day.year, day.month, day.day, tzinfo=UTC)), behavior)


def test_renewal_has_the_days_of_the_table() -> None:
    assert [step.day for step in RENEWAL.steps] == [-120, -90, -60, -30, -7, 1, 1]


def test_it_begins_120_days_before_the_contract_renews_and_is_keyed_to_the_date() -> None:
    entered = admit(NOW, RENEWAL, contract(120))
    assert isinstance(entered, Enter)
    assert entered.occurrence == f"{TODAY + timedelta(days=120)}"
    assert isinstance(admit(NOW, RENEWAL, contract(121)), Decline)


@pytest.mark.parametrize("traits", [{"billing_frequency": "monthly"}, {"trial": True}, {"churned": True}])
def test_who_pays_by_the_month_tries_it_or_has_left_has_no_renewal(traits: dict[str, object]) -> None:
    behavior = contract(100)
    assert isinstance(admit(NOW, RENEWAL, replace(behavior, account={**behavior.account, **traits})), Decline)


def test_120_days_before_a_risk_found_early_becomes_a_task_and_without_one_nothing_is_said() -> None:
    assert done(on("review", contract(120, told=RISK), 120)) == "renewal-review"
    well = flourishing(renewal_on=TODAY + timedelta(days=120), billing_frequency="annual")
    assert isinstance(on("review", well, 120), Skip)


def test_120_days_before_low_health_is_a_risk_too_although_no_sign_is_on() -> None:
    reviewed = on("review", contract(120), 120)
    assert done(reviewed) == "renewal-review"
    assert isinstance(reviewed, HandOver)
    assert (reviewed.evidence["signals.risks"], reviewed.evidence["health.score"]) == (0, 36)


def test_90_days_before_the_value_of_the_year_is_told() -> None:
    assert done(on("roi-summary", contract(90, **LARGE), 90)) == "renewal/roi-summary"
    assert isinstance(on("roi-summary", contract(91, **LARGE), 91), Wait)


@pytest.mark.parametrize(
    ("traits", "told", "outcome"),
    [
        (SMALL, (), "renewal/success-review"), (LARGE, (), "renewal-outreach"), (SMALL, RISK, "renewal-outreach"),
        ({"arr": None}, (), "renewal/success-review"), ({"arr": None}, RISK, "renewal-outreach"),
    ],
)  # fmt: skip
def test_60_days_before_a_csm_talks_if_much_is_at_stake_or_at_risk_and_otherwise_a_success_review_goes_out(
    traits: dict[str, Any], told: tuple[Any, ...], outcome: str
) -> None:
    assert done(on("success-review", contract(60, told=told, **traits), 60)) == outcome


def test_30_days_before_they_are_invited_to_choose_and_renew_by_themselves() -> None:
    assert done(on("invitation", contract(30), 30)) == "renewal/invitation"


def test_in_the_week_of_the_renewal_the_terms_are_final() -> None:
    assert done(on("final-terms", contract(7), 7)) == "renewal/final-terms"
    assert isinstance(on("final-terms", contract(1), 1), Skip)


def test_a_new_date_is_a_renewal_and_gets_thanks_and_no_questions() -> None:
    renewed = contract(363)
    assert isinstance(on("renewed", renewed, -2), Skip)
    assert done(on("thanks", renewed, -2)) == "renewal/renewed"


def test_an_old_date_waits_ten_days_for_a_new_one_before_anybody_asks() -> None:
    assert isinstance(on("renewed", contract(-2), -2), Wait)
    assert done(on("renewed", contract(-12, **SMALL), -12)) == "renewal/lapsed"
    assert done(on("renewed", contract(-12, **LARGE), -12)) == "renewal-outreach"
    assert isinstance(on("thanks", contract(-12), -12), Skip)


def test_who_asked_to_leave_hears_no_more_of_it() -> None:
    assert isinstance(on("invitation", contract(30, told=(did("cancellation requested"),)), 30), Leave)


def test_who_lapsed_leaves_for_win_back() -> None:
    gone = contract(-2, churned=True, churned_at=NOW - timedelta(days=2))
    assert isinstance(on("renewed", gone, -2), Leave)
    assert isinstance(admit(NOW, WIN_BACK, gone), Enter)


@pytest.mark.parametrize("step", ["roi-summary", "invitation", "final-terms", "thanks"])
def test_an_enterprise_hears_of_it_from_its_csm_and_not_from_the_machine(step: str) -> None:
    days = {"roi-summary": 90, "invitation": 30, "final-terms": 7, "thanks": -2}[step]
    behavior = contract(days if days > 0 else 363, arr=150_000)
    assert isinstance(on(step, behavior, days), Skip)
    assert done(on("success-review", contract(60, arr=150_000), 60)) == "renewal-outreach"


def test_while_somebody_works_on_the_renewal_the_machine_is_silent() -> None:
    assert isinstance(on("invitation", contract(30, tasks=["renewal-outreach"]), 30), Hold)


def left(days: int, **traits: Any) -> Decision:
    """What win-back decides first of who left so many days ago, by the step of that day."""
    gone = having(churned=True, churned_at=NOW - timedelta(days=days), **traits)
    step = next(step for step in WIN_BACK.steps if step.day == days)
    return decide(NOW, WIN_BACK, at(WIN_BACK, step.id, NOW - timedelta(days=days)), gone)


def test_win_back_writes_three_times_in_three_months_and_then_never_again() -> None:
    mails = [(days, done(left(days))) for days in (10, 45, 90)]
    assert mails == [(10, "win-back/work-is-kept"), (45, "win-back/what-changed"), (90, "win-back/open-door")]
    assert WIN_BACK.steps[-1].day == 90


def test_a_customer_of_value_who_left_gets_a_call() -> None:
    assert done(left(1, **LARGE)) == "win-back"
    assert isinstance(left(1, **SMALL), Skip)


def test_win_back_is_for_who_has_left_and_stops_on_return() -> None:
    back = having(churned_at=NOW - timedelta(days=45))
    assert isinstance(admit(NOW, WIN_BACK, back), Decline)
    assert isinstance(decide(NOW, WIN_BACK, at(WIN_BACK, "what-changed", NOW - timedelta(days=45)), back), Leave)


def test_who_left_long_before_the_program_was_switched_on_is_left_in_peace() -> None:
    gone = having(churned=True, churned_at=NOW - timedelta(days=400))
    assert isinstance(admit(NOW, WIN_BACK, gone), Decline)


def test_no_mail_of_renewal_is_sent_twice_on_a_day_by_dates_that_move() -> None:
    """Moved earlier by 40 days after the summary: the review is late and skipped, the invitation is next."""
    moved = contract(25)
    decisions = [on(step, moved, 25) for step in ("success-review", "invitation")]
    assert [type(one) for one in decisions] == [Skip, Send]
