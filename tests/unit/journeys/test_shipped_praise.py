"""Advocacy and milestones as they ship, against the playbook: a mail, then a task on a yes; a congratulation."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from journeys.behavior import Behavior, Said
from journeys.decisions import Decline, Enter, Leave, Send, Skip, Wait
from journeys.engine import admit, decide
from tests.unit.journeys.lives import ADMIN, NOW, ago, did, flourishing, having, tickets
from tests.unit.journeys.stage import at, book, done

YES = book().journeys["advocacy-yes"]
MILESTONE = book().journeys["success-milestone"]
ASKS: dict[str, tuple[Callable[[], Behavior], str]] = {
    "advocacy-nps": (flourishing, "advocacy/testimonial"),
    "advocacy-board": (lambda: flourishing(did("referral made")), "advocacy/advisory-board"),
    "advocacy-speaker": (lambda: flourishing(did("community contributed")), "advocacy/speaker"),
}
OFFERS = {
    "quote": "advocacy-story", "story": "advocacy-story", "reference": "advocacy-story",
    "advisory board": "advocacy-board", "speaking": "advocacy-speaker",
}  # fmt: skip


@pytest.mark.parametrize("name", ASKS)
def test_who_would_speak_for_us_is_asked_by_mail(name: str) -> None:
    build, template = ASKS[name]
    plan = book().journeys[name]
    assert isinstance(admit(NOW, plan, build()), Enter)
    assert done(decide(NOW, plan, at(plan, "ask", ago(1)), build())) == template


def test_it_is_whoever_gave_the_score_who_is_asked() -> None:
    plan, behavior = book().journeys["advocacy-nps"], flourishing(did("nps answered", 1, contact=1, score=9))
    decision = decide(NOW, plan, at(plan, "ask", ago(1)), behavior)
    assert isinstance(decision, Send)
    assert decision.contact == 1


@pytest.mark.parametrize("name", ASKS)
def test_the_day_after_and_not_in_the_same_minute(name: str) -> None:
    plan = book().journeys[name]
    assert isinstance(decide(NOW, plan, at(plan, "ask", ago(0)), ASKS[name][0]()), Wait)


@pytest.mark.parametrize("name", ASKS)
def test_who_may_be_leaving_is_asked_for_no_favor(name: str) -> None:
    build, _ = ASKS[name]
    behavior = build()
    told = {**behavior.happenings, "ticket opened": tickets(1, 2, 3, 4)}
    assert isinstance(admit(NOW, book().journeys[name], replace(behavior, happenings=told)), Decline)


def test_nobody_is_asked_for_two_favors_in_three_months() -> None:
    plan = book().journeys["advocacy-board"]
    behavior = flourishing(did("referral made"))
    for days, asked in ((60, True), (91, False)):
        said = (Said("advocacy/testimonial", ago(days), "advocacy-nps", "ask"),)
        decision = decide(NOW, plan, at(plan, "ask", ago(1)), replace(behavior, said=said))
        assert isinstance(decision, Skip) is asked


@pytest.mark.parametrize("offer", OFFERS)
def test_a_yes_becomes_a_task(offer: str) -> None:
    offered = flourishing(did("advocacy offered", 0, way=offer))
    assert isinstance(admit(NOW, YES, offered), Enter)
    assert done(decide(NOW, YES, at(YES, "thanks", ago(0)), offered)) == OFFERS[offer]


def test_every_way_to_speak_for_us_leads_somewhere() -> None:
    assert set(book().catalog.fields["engagement.offer"].choices) == set(OFFERS)


def young(tasks_done: int, days: int = 40, **traits: Any) -> Behavior:
    """An account that signed up so many days ago, where so many tasks are done."""
    return having(did={"task completed": tasks_done}, contacts=(ADMIN,), signed_up_at=ago(days), **traits)


def test_a_success_milestone_is_congratulated_with_the_next_step() -> None:
    assert isinstance(admit(NOW, MILESTONE, young(10)), Enter)
    assert done(decide(NOW, MILESTONE, at(MILESTONE, "congratulation", ago(0)), young(10))) == "milestones/first-value"


def test_where_a_csm_knows_them_a_person_says_it() -> None:
    decision = decide(NOW, MILESTONE, at(MILESTONE, "congratulation", ago(0)), young(10, arr=30_000))
    assert done(decision) == "success-milestone"


def test_nobody_is_congratulated_who_has_not_arrived_or_did_so_long_ago() -> None:
    assert isinstance(admit(NOW, MILESTONE, young(9)), Decline)
    assert isinstance(admit(NOW, MILESTONE, young(10, days=400)), Decline)


@pytest.mark.parametrize("name", [*ASKS, "advocacy-yes", "success-milestone"])
def test_who_has_left_is_not_praised(name: str) -> None:
    gone = flourishing(did("advocacy offered", 0, way="story"), churned=True)
    plan = book().journeys[name]
    assert isinstance(admit(NOW, plan, gone), Decline)
    assert isinstance(decide(NOW, plan, at(plan, plan.steps[0].id, ago(0)), gone), Leave)
