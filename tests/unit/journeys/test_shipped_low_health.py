"""The play for a score that fell low, as it ships: for whom it begins, and what it leaves to other plays."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from journeys.behavior import Behavior, Happening
from journeys.certainty import Between
from journeys.decisions import Decline, Enter, HandOver, Hold, Leave
from journeys.engine import admit, decide
from journeys.past_run import PastRun
from journeys.view import View
from tests.unit.journeys.lives import NOW, ago, did, flourishing, having
from tests.unit.journeys.stage import at, book

PLAN, PLAYBOOKS = book().journeys["health-fell"], book().playbooks
TEAM = {1: 1, 2: 1, 3: 1}


def fell(days: float = 1, *more: Happening, **traits: Any) -> Behavior:
    """An old account without any sign of leaving whose score fell low so many days ago, and is low."""
    told = (did("health fell", days, to="at_risk", score=27), *more)
    return having(crowd=TEAM, told=told, **traits)


def begins(behavior: Behavior, *runs: PastRun) -> bool:
    return isinstance(admit(NOW, PLAN, behavior, runs), Enter)


def ended(days: float) -> PastRun:
    return PastRun("health fell:2026-01-01", ago(days + 30), ago(days))


def test_whoever_fell_low_is_handed_over_at_once_and_again_a_month_later() -> None:
    assert begins(fell())
    for step in PLAN.steps:
        behavior = fell(step.day)
        decision = decide(NOW, PLAN, at(PLAN, step.id, NOW - timedelta(days=step.day)), behavior)
        assert isinstance(decision, HandOver)
        assert (decision.playbook, decision.because) == ("health-fell", "health.score is 18, so health.score < 50")


def test_the_task_says_what_lowered_the_score_and_is_done_when_it_is_better() -> None:
    playbook = PLAYBOOKS["health-fell"]
    assert {"health.score", "health.band", "health.gaps", "health.trend"} <= set(playbook.shows)
    assert playbook.done_when == PLAN.goal


def test_whoever_fell_and_is_not_low_or_is_better_again_needs_nobody() -> None:
    well = flourishing(did("health fell", 1, to="moderate", score=79))
    assert not begins(well)
    assert isinstance(decide(NOW, PLAN, at(PLAN, "still-low", ago(5)), well), Leave)


@pytest.mark.parametrize(
    "other", [did("nps answered", score=3), did("cancellation requested")], ids=["a sign", "asked to leave"]
)
def test_whoever_gives_a_sign_or_asked_to_leave_is_left_to_the_play_of_that(other: Happening) -> None:
    behavior = fell(1, other)
    assert not begins(behavior)
    assert isinstance(decide(NOW, PLAN, at(PLAN, "still-low", ago(5)), behavior), Leave)


def test_signs_that_cannot_be_told_do_not_hide_a_score_that_can() -> None:
    unsure = replace(fell(), beginnings=dict.fromkeys(("product", "support"), ago(35).date()))
    risks = book().catalog.fields["signals.risks"].read(View(NOW, unsure))
    assert isinstance(risks, Between)
    assert begins(unsure)


@pytest.mark.parametrize("task", ["renewal-review", *sorted(name for name in PLAYBOOKS if "risk" in name)])
def test_while_somebody_is_at_work_on_the_same_trouble_there_is_no_second_task(task: str) -> None:
    behavior = replace(fell(), tasks=frozenset([task]))
    assert isinstance(decide(NOW, PLAN, at(PLAN, "what-lowered-it", ago(1)), behavior), Hold)


@pytest.mark.parametrize("told", [{"trial": True}, {"signed_up_at": ago(29)}], ids=["a trial", "the first month"])
def test_a_trial_and_the_first_month_have_their_own_checks(told: dict[str, Any]) -> None:
    assert not begins(fell(**told))


def test_it_comes_once_a_quarter_however_often_the_score_crosses_the_border() -> None:
    assert not begins(fell(), ended(89))
    assert begins(fell(), ended(91))


def test_whoever_fell_a_quarter_ago_has_not_fallen_now() -> None:
    assert begins(fell(74))
    declined = admit(NOW, PLAN, fell(76))
    assert isinstance(declined, Decline)
    assert "The whole journey is past" in declined.because
