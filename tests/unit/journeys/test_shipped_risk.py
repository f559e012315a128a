"""The plays for signs of leaving as they ship, held against the table of the playbook: one test a row."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from journeys.behavior import Behavior, Contact
from journeys.decisions import Decision, Decline, Enter, HandOver, Hold, Leave, Skip
from journeys.engine import admit, decide
from tests.unit.journeys.lives import ADMIN, CHAMPION, NOW, TODAY, ago, did, having, tickets, used, weekly
from tests.unit.journeys.stage import at, book, done

LARGER = {"arr": 30_000}  # mid-market: has a CSM
JOURNEYS, PLAYBOOKS = book().journeys, book().playbooks
SIGNS = [one.name for one in book().program.signals if one.kind == "churn"]
MAIL_FIRST = [
    "login-decline", "re-onboarding", "low-usage", "team-adoption-lag", "admin-inactive", "champion-left", "no-answer",
    "renewal-risk", "failed-onboarding",
]  # fmt: skip


def on(name: str, step: str, behavior: Behavior) -> Decision:
    """What the journey decides on that step's day."""
    plan = JOURNEYS[name]
    found = plan.step(step)
    assert found, step
    return decide(NOW, plan, at(plan, step, NOW - timedelta(days=found.day)), behavior)


def begins(name: str, behavior: Behavior) -> bool:
    return isinstance(admit(NOW, JOURNEYS[name], behavior), Enter)


def as_larger(behavior: Behavior) -> Behavior:
    """The same account, of a size that has a CSM."""
    return replace(behavior, account={**behavior.account, **LARGER})


def core(lately: int, before: int, told: tuple[Any, ...] = ()) -> Behavior:
    """Tasks were created so often on each of the last 30 days, and of the 30 before."""
    days = [(TODAY - timedelta(days=back), lately if back <= 30 else before) for back in range(1, 61)]
    return used("task created", days, having(told=told))


def idle(days: int) -> Behavior:
    """The boards were used, so many days ago for the last time; tasks are, every day."""
    return used("board viewed", [(TODAY - timedelta(days=days), 1)], core(3, 3))


def renewing(days: int, **traits: Any) -> Behavior:
    return having(crowd={1: 1}, contacts=(ADMIN,), renewal_on=TODAY + timedelta(days=days), **traits)


def unhappy(score: int = 3, **more: Any) -> Behavior:
    return having(told=(did("nps answered", score=score),), **more)


OUTREACHES = (did("outreach made", 20), did("outreach made", 10))
DROP = (12, 20, 40, 100, 100, 100, 100, 100)
ANSWERED = (*OUTREACHES, did("reply received", 1))
GONE = (ADMIN, replace(CHAMPION, left_at=ago(3)))
ON = {
    "login-drop": weekly(*DROP),
    "login-decline": weekly(70, 100, of=30),
    "re-onboarding": core(1, 9, tickets(1, 2, 3, 4, 5, 6)),
    "low-usage": idle(15),
    "team-adoption-lag": having(crowd={1: 1}),
    "admin-inactive": having(crowd={1: 30}, contacts=(ADMIN,)),
    "champion-left": having(contacts=GONE),
    "repeated-tickets": having(told=tickets(1, 2, 3, 4)),
    "negative-feedback": unhappy(),
    "no-answer": having(told=OUTREACHES),
    "renewal-risk": renewing(50),
    "failed-onboarding": having(signed_up_at=ago(40)),
}
OVER = {
    "login-drop": weekly(100, 60, 30, 50, 100, 100, 100, 100, 100),
    "login-decline": weekly(95, 100, of=30),
    "re-onboarding": core(9, 9, tickets(1, 2, 3, 4, 5, 6)),
    "low-usage": idle(1),
    "team-adoption-lag": having(crowd={1: 1, 2: 1, 3: 1}),
    "admin-inactive": having(crowd={1: 1}, contacts=(ADMIN,)),
    "champion-left": having(contacts=(*GONE, Contact(9, "di@acme.example", role="champion"))),
    "repeated-tickets": having(told=(did("ticket opened", 40, ticket="T"), did("ticket solved", 39, ticket="T"))),
    "no-answer": having(told=ANSWERED),
    "renewal-risk": renewing(50, seats=1, did=dict.fromkeys(("project created", "board viewed"), 3)),
    "failed-onboarding": having(
        signed_up_at=ago(40),
        did={"project created": 1, "task created": 1, "teammate invited": 1, "task completed": 10},
    ),
}


def test_every_sign_of_leaving_has_a_play_and_a_playbook_of_its_name() -> None:
    assert set(SIGNS) == ON.keys()
    assert set(SIGNS) <= JOURNEYS.keys()
    assert set(SIGNS) <= PLAYBOOKS.keys()


@pytest.mark.parametrize("name", SIGNS)
def test_it_begins_with_its_sign_and_for_nobody_without(name: str) -> None:
    calm = having(crowd={1: 1, 2: 1, 3: 1})
    assert begins(name, ON[name])
    assert isinstance(admit(NOW, JOURNEYS[name], calm), Decline)


@pytest.mark.parametrize("name", [name for name in SIGNS if name != "negative-feedback"])
def test_whoever_only_tries_it_is_in_the_plays_of_the_trial_instead(name: str) -> None:
    trial = replace(ON[name], account={**ON[name].account, "trial": True})
    assert isinstance(admit(NOW, JOURNEYS[name], trial), Decline)


@pytest.mark.parametrize("name", sorted(OVER))
def test_it_ends_as_soon_as_what_was_wrong_is_right_again(name: str) -> None:
    assert isinstance(on(name, JOURNEYS[name].steps[-1].id, OVER[name]), Leave)


@pytest.mark.parametrize("name", MAIL_FIRST)
def test_a_small_customer_gets_a_helpful_mail_first_and_a_larger_one_its_csm(name: str) -> None:
    first = JOURNEYS[name].steps[0].id
    assert done(on(name, first, ON[name])) == f"risk/{name}"
    assert done(on(name, first, as_larger(ON[name]))) == name
    assert isinstance(on(name, "person", as_larger(ON[name])), Skip)


@pytest.mark.parametrize("name", [name for name in MAIL_FIRST if name != "low-usage"])
def test_where_the_mail_did_not_help_a_person_does(name: str) -> None:
    assert done(on(name, "person", ON[name])) == name


@pytest.mark.parametrize("name", SIGNS)
def test_a_task_shows_the_figures_of_its_sign(name: str) -> None:
    decision = on(name, JOURNEYS[name].steps[0].id, as_larger(ON[name]))
    assert isinstance(decision, HandOver)
    assert decision.evidence[f"signals.{name.replace('-', '_')}"] is True
    assert len(decision.evidence) >= 2
    assert " is " in decision.because


@pytest.mark.parametrize("name", SIGNS)
def test_while_somebody_is_at_work_on_a_sign_its_mails_wait(name: str) -> None:
    at_work = replace(ON[name], tasks=frozenset([name]))
    assert isinstance(on(name, JOURNEYS[name].steps[0].id, at_work), Hold)


def test_login_drop_opens_a_task_at_once_with_the_figures() -> None:
    decision = on("login-drop", "outreach", ON["login-drop"])
    assert isinstance(decision, HandOver)
    assert decision.playbook == "login-drop"
    assert decision.evidence["usage.login_falls"] == 3


def test_login_drop_comes_back_to_whoever_has_not_recovered_after_four_weeks() -> None:
    still_low = weekly(11, 11, 11, 11, 12, 20, 40, 100)
    assert done(on("login-drop", "still-down", still_low)) == "login-drop"


@pytest.mark.parametrize("name", sorted(OVER.keys() - {"low-usage", "login-drop"}))
def test_however_late_a_person_hears_of_a_sign_that_is_still_there_and_of_none_that_is_gone(name: str) -> None:
    plan = JOURNEYS[name]
    last, weeks_ago = plan.steps[-1], NOW - timedelta(days=plan.steps[-1].day + 40)
    decision = decide(NOW, plan, at(plan, last.id, weeks_ago), ON[name])
    assert done(decision) == name
    assert decision.because.startswith(("usage.", "people.", "support.", "engagement.", "account.", "checklist."))
    assert "Too late: it was due on" in decision.because
    assert isinstance(decide(NOW, plan, at(plan, last.id, weeks_ago), OVER[name]), Leave)


def test_re_onboarding_needs_falling_use_and_rising_tickets() -> None:
    assert not begins("re-onboarding", core(1, 9))
    assert not begins("re-onboarding", core(9, 9, tickets(1, 2, 3, 4, 5, 6)))


def test_low_usage_is_said_in_the_product_and_gets_a_person_only_if_more_is_going_with_it() -> None:
    assert done(on("low-usage", "prompt", ON["low-usage"])) == "risk/idle-feature"
    assert isinstance(on("low-usage", "person", ON["low-usage"]), Skip)
    fading = used("task created", [(TODAY - timedelta(days=back), 9 if back > 30 else 1) for back in range(1, 61)])
    fading = used("board viewed", [(TODAY - timedelta(days=15), 1)], fading)
    assert done(on("low-usage", "person", fading)) == "low-usage"


def test_team_adoption_lag_is_said_in_the_product_and_two_are_a_beginning() -> None:
    assert done(on("team-adoption-lag", "prompt", ON["team-adoption-lag"])) == "risk/invite-two"
    two = having(crowd={1: 1, 2: 1})
    assert isinstance(on("team-adoption-lag", "person", two), Skip)


def test_admin_inactive_asks_those_who_do_use_it() -> None:
    behavior = having(crowd={1: 40, 2: 1}, contacts=(ADMIN, CHAMPION))
    decision = on("admin-inactive", "who", behavior)
    assert done(decision) == "risk/admin-inactive"
    assert getattr(decision, "contact", None) == CHAMPION.id


def test_champion_left_gives_it_three_weeks_and_then_asks_again_even_where_there_is_a_csm() -> None:
    assert done(on("champion-left", "still-nobody", as_larger(ON["champion-left"]))) == "champion-left"


def test_repeated_tickets_are_no_case_for_a_mail() -> None:
    assert done(on("repeated-tickets", "cause", ON["repeated-tickets"])) == "repeated-tickets"
    assert not JOURNEYS["repeated-tickets"].templates


@pytest.mark.parametrize("score", [0, 6])
def test_negative_feedback_is_answered_by_a_person_today_whatever_else_is_open(score: int) -> None:
    busy = unhappy(score, tasks=["risk-critical", "login-drop", "payment-at-risk", "win-back"][:3])
    assert done(on("negative-feedback", "answer", busy)) == "negative-feedback"
    assert PLAYBOOKS["negative-feedback"].due_days == 0
    assert not begins("negative-feedback", unhappy(7))


def test_no_answer_turns_to_somebody_else_of_them() -> None:
    behavior = having(contacts=(ADMIN, Contact(7, "ulf@acme.example")), told=OUTREACHES)
    decision = on("no-answer", "finding", behavior)
    assert (done(decision), getattr(decision, "contact", None)) == ("risk/no-answer", 7)


def test_renewal_risk_is_over_with_the_day_of_the_renewal_or_when_that_moves_away() -> None:
    for days in (-1, 61):
        assert isinstance(on("renewal-risk", "person", renewing(days)), Leave)


def test_failed_onboarding_points_to_the_next_step_in_the_product_and_happens_once() -> None:
    assert done(on("failed-onboarding", "prompt", ON["failed-onboarding"])) == "risk/finish-setup"
    assert not begins("failed-onboarding", having(signed_up_at=ago(91)))


def test_failed_onboarding_of_a_small_customer_waits_for_the_check_of_the_first_month() -> None:
    first_month = having(signed_up_at=ago(31))
    assert not begins("failed-onboarding", first_month)
    assert begins("failed-onboarding", as_larger(first_month))


@pytest.mark.parametrize(("name", "sign"), [("low-usage", idle(15)), ("risk-high", None)])
def test_the_first_month_has_its_own_check(name: str, sign: Behavior | None) -> None:
    behavior = sign or with_signs(2)
    assert begins(name, behavior)
    assert not begins(name, replace(behavior, account={**behavior.account, "signed_up_at": ago(30)}))
    assert isinstance(on("risk-high", "within-a-day", with_signs(2, tasks=["low-adoption"])), Hold)


def with_signs(number: int, **more: Any) -> Behavior:
    """An account with this many signs of leaving at once."""
    told = (tickets(1, 2, 3, 4), OUTREACHES, (did("nps answered", score=2),))
    return having(crowd={1: 1, 2: 1, 3: 1}, told=sum(told[:number], ()), **more)


@pytest.mark.parametrize(("number", "plays"), [(0, []), (1, []), (2, ["risk-high"]), (3, ["risk-critical"])])
def test_the_number_of_signs_decides_how_urgent_it_is(number: int, plays: list[str]) -> None:
    behavior = with_signs(number)
    assert [name for name in ("risk-high", "risk-critical") if begins(name, behavior)] == plays


def test_one_sign_is_medium_two_are_high_within_a_day_and_three_critical_the_same_day() -> None:
    urgency = {name: (PLAYBOOKS[name].priority, PLAYBOOKS[name].due_days) for name in ("risk-high", "risk-critical")}
    assert urgency == {"risk-high": ("high", 1), "risk-critical": ("critical", 0)}
    one = {PLAYBOOKS[name].priority for name in SIGNS if name != "negative-feedback"}
    assert one == {"medium"}
    assert all(PLAYBOOKS[name].due_days <= 5 for name in SIGNS)  # this week


def test_two_signs_are_one_task_that_silences_the_plays_of_each() -> None:
    assert done(on("risk-high", "within-a-day", with_signs(2))) == "risk-high"
    assert all(
        JOURNEYS["risk-high"].priority > JOURNEYS[name].priority for name in SIGNS if name != "negative-feedback"
    )
    assert isinstance(on("repeated-tickets", "cause", with_signs(2, tasks=["risk-high"])), Hold)


def test_a_third_sign_is_not_kept_waiting_by_the_task_for_two() -> None:
    behavior = with_signs(3, tasks=["risk-high", "repeated-tickets"])
    assert done(on("risk-critical", "same-day", behavior)) == "risk-critical"
    assert isinstance(on("risk-high", "still-two", behavior), Leave)


def test_after_three_signs_somebody_looks_in_every_week_for_30_days_until_none_is_left() -> None:
    plan = JOURNEYS["risk-critical"]
    assert [step.day for step in plan.steps] == [0, 7, 14, 21, 28]
    still_open = with_signs(3, tasks=["risk-critical"])
    assert {done(on(plan.name, step.id, still_open)) for step in plan.steps[1:]} == {"risk-check-in"}
    assert isinstance(on(plan.name, "week-2", with_signs(0)), Leave)
