"""Steps that wait for something: done if it comes, and if it does not, what they say once the time is out."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from journeys.behavior import Behavior, Usage
from journeys.decisions import Call, Finish, HandOver, Hold, Send, Skip, Wait
from journeys.engine import decide, walk
from tests.unit.journeys.stage import HEAD, MONDAY, account, at, journey

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MIDNIGHT = MONDAY.replace(hour=0)
DAY_3 = MIDNIGHT + 3 * DAY  # a Thursday
PAID = "- {id: paid, day: 3, wait_for: {event: payment succeeded, within: 26 hours}, email: onboarding/welcome}"
PLAN = journey(PAID)


def paid(now: datetime, last: datetime, behavior: Behavior | None = None) -> Behavior:
    known = behavior or account(now)
    return replace(known, usage={"payment succeeded": Usage(3, last, last)})


def test_it_waits_for_its_day_first() -> None:
    decision = decide(MONDAY, PLAN, at(PLAN, "paid"), account(MONDAY))
    assert decision == Wait("paid", DAY_3, "Day 3: not before Thursday, 8 Jan 2026 00:00 (UTC)")


def test_from_then_on_it_waits_exactly_until_the_time_is_out() -> None:
    now = DAY_3 + 5 * HOUR
    decision = decide(now, PLAN, at(PLAN, "paid"), paid(now, DAY_3 - HOUR))
    assert isinstance(decision, Wait)
    assert decision.until == DAY_3 + 26 * HOUR
    assert decision.because == 'Waiting for "payment succeeded", until Friday, 9 Jan 2026 02:00 (UTC)'


def test_what_came_before_the_steps_first_moment_is_not_what_it_waits_for() -> None:
    now = DAY_3 + 34 * HOUR
    assert isinstance(decide(now, PLAN, at(PLAN, "paid"), paid(now, DAY_3 - HOUR)), Send)


@pytest.mark.parametrize("came", [0, 25, 33], ids=["in the first moment", "in time", "while the window was shut"])
def test_if_it_comes_the_step_is_done_and_nothing_happens(came: int) -> None:
    now = DAY_3 + 34 * HOUR
    decision = decide(now, PLAN, at(PLAN, "paid"), paid(now, DAY_3 + came * HOUR))
    assert isinstance(decision, Skip)
    assert decision.reason == "came"
    assert decision.because == '"payment succeeded" came since Thursday, 8 Jan 2026 00:00 (UTC)'


def test_when_the_time_is_out_a_mail_still_waits_for_the_window() -> None:
    now = DAY_3 + 26 * HOUR
    decision = decide(now, PLAN, at(PLAN, "paid"), account(now))
    assert isinstance(decision, Wait)
    assert decision.until == DAY_3 + 33 * HOUR


def test_with_a_silent_feed_it_holds_and_never_concludes_that_it_did_not_come() -> None:
    now = DAY_3 + 34 * HOUR
    decision = decide(now, PLAN, at(PLAN, "paid"), account(now, silent=["billing"]))
    assert isinstance(decision, Hold)
    assert (decision.until, decision.reason) == (now + HOUR, "unknown")
    assert decision.because.startswith('Whether "payment succeeded" came cannot be told: the billing feed')


def test_what_is_held_for_too_long_is_late_as_any_step() -> None:
    now = DAY_3 + 33 * HOUR + 4 * DAY
    decision = decide(now, PLAN, at(PLAN, "paid"), account(now, silent=["billing"]))
    assert isinstance(decision, Skip)
    assert "cannot be told" in decision.because
    assert "Too late" in decision.because


def test_it_may_wait_for_a_condition_and_looks_every_day() -> None:
    plan = journey(
        "- {id: x, day: 0, wait_for: {when: milestones.first_project, within: 3 days}, handoff: low-adoption}"
    )
    early = decide(MONDAY, plan, at(plan, "x"), account(MONDAY))
    assert isinstance(early, Wait)
    assert early.until == MONDAY + DAY
    done = decide(MONDAY, plan, at(plan, "x"), account(MONDAY, {"project created": 1}))
    assert isinstance(done, Skip)
    assert done.reason == "came"
    out = MONDAY + 3 * DAY
    assert decide(out, plan, at(plan, "x"), account(out)) == HandOver(
        "x", "low-adoption", "milestones.first_project is false", {"milestones.first_project": False}
    )


def test_it_need_do_nothing_when_the_time_is_out() -> None:
    plan = journey("- {id: pause, day: 0, wait_for: {event: payment succeeded, within: 2 days}}")
    now = MONDAY + 2 * DAY
    [skip, end] = walk(now, plan, at(plan, "pause"), account(now))
    assert isinstance(skip, Skip)
    assert skip.because == '"payment succeeded" has not come since Monday, 5 Jan 2026 10:00 (UTC)'
    assert isinstance(end, Finish)


def test_another_system_is_told_at_any_hour() -> None:
    plan = journey("- {id: crm, day: 6, webhook: crm}", HEAD.replace("to: admins\n", ""))
    sunday = MIDNIGHT + 6 * DAY
    assert decide(sunday, plan, at(plan, "crm"), account(sunday, contacts=[])) == Call("crm", "crm", "Day 6 has come")
