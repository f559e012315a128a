"""Tasks that are done by what the account does, although nobody has said so."""

import pytest

from journeys.accomplished import accomplished
from journeys.behavior import Behavior
from tests.unit.journeys.lives import NOW
from tests.unit.journeys.stage import account, book

PLAYBOOKS = book().playbooks
SET_UP = {"project created": 3, "task created": 1, "teammate invited": 1, "task completed": 10}
CORE = SET_UP | {"board viewed": 1, "automation ran": 1, "report viewed": 1, "integration connected": 1}


def done(behavior: Behavior) -> list[str]:
    return [*accomplished(NOW, behavior, PLAYBOOKS)]


@pytest.mark.parametrize("task", ["guided-weeks-2-3", "guided-weeks-4-6", "failed-onboarding", "low-adoption"])
def test_a_milestone_reached_closes_its_task(task: str) -> None:
    assert done(account(NOW, tasks=[task])) == []
    assert done(account(NOW, CORE, tasks=[task])) == [task]


def test_it_says_what_was_found() -> None:
    found = accomplished(NOW, account(NOW, CORE, tasks=["low-adoption"]), PLAYBOOKS)["low-adoption"]
    assert found.last == "usage.feature_adoption is 100%, so usage.feature_adoption >= 30%"
    assert found.evidence["usage.feature_adoption"] == 1


def test_what_cannot_be_told_closes_nothing() -> None:
    assert done(account(NOW, tasks=["low-adoption", "no-answer"], silent=["product"])) == ["no-answer"]


def test_what_only_a_human_can_call_done_stays_open() -> None:
    assert done(account(NOW, CORE, tasks=["risk-critical", "negative-feedback", "withdrawn since"])) == []
