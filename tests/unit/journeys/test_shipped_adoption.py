"""Spotlights, new features and lessons as they ship, held against the table of the playbook: one test a row."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from emails.library import manners
from journeys.behavior import Behavior, Contact, Said
from journeys.decisions import Decision, Decline, Enter, Leave, Send, Skip
from journeys.definition import Email, InApp, Journey
from journeys.engine import admit, decide
from journeys.load import Book, read_book
from journeys.manners import Manner
from tests.unit.journeys.lives import ADMIN, CHAMPION, NOW, TODAY, ago, having, used
from tests.unit.journeys.stage import ROOM, at, done, sources

FEATURES = {
    "projects": "project created", "tasks": "task created", "boards": "board viewed", "automations": "automation ran",
    "reports": "report viewed", "integrations": "integration synced",
}  # fmt: skip
SET_UP = {"project created": 1, "task created": 1, "teammate invited": 1}


@cache
def mannered() -> Book:
    """The journeys that ship, with what their mails say of taste and repetition."""
    room = ROOM.parent / "emails"
    texts = {f"emails/{path.relative_to(room).as_posix()}": path.read_text("utf-8") for path in room.rglob("*.md")}
    said = {name: Manner(one.taste, one.once_in) for name, one in manners(texts).items()}
    return read_book(sources(), None, said)


def plan(name: str) -> Journey:
    return mannered().journeys[name]


def on(journey: str, step: str, behavior: Behavior) -> Decision:
    """What is decided of a run for which the day of that step is today."""
    found = plan(journey)
    day = next(one.day for one in found.steps if one.id == step)
    return decide(NOW, found, at(found, step, NOW - timedelta(days=day)), behavior)


def working(days: dict[str, int], times: int = 1, *said: tuple[str, int], **more: Any) -> Behavior:
    """An account of a quarter that did each event so often on so many days; `said` are mails of so many days ago."""
    traits: dict[str, Any] = {"signed_up_at": ago(100), "did": {"teammate invited": 1}} | more
    behavior = having(**traits)
    for event, count in days.items():
        behavior = used(event, [(TODAY - timedelta(days=back), times) for back in range(count)], behavior)
    return replace(behavior, said=tuple(Said(template, ago(days_ago)) for template, days_ago in said))


def deep(*without: str) -> dict[str, int]:
    """Days of use by event: every feature every other day, without these."""
    return {event: 15 for name, event in FEATURES.items() if name not in without} | {"task completed": 15}


def test_adoption_comes_once_a_month_in_months_2_to_11() -> None:
    entered = {
        month
        for month in range(1, 14)
        if isinstance(
            admit(NOW, plan("adoption-spotlight"), working(SET_UP, signed_up_at=ago(30.45 * month + 2))), Enter
        )
    }
    assert entered == set(range(1, 11))  # the run that begins a month after the first day is that of month 2


def test_adoption_is_for_small_accounts_that_pay() -> None:
    for traits in ({"arr": 30_000}, {"arr": 150_000}, {"trial": True}):
        assert isinstance(admit(NOW, plan("adoption-spotlight"), working(SET_UP, **traits)), Decline)


@pytest.mark.parametrize("feature", FEATURES)
def test_the_one_feature_that_is_hardly_used_is_in_the_spotlight(feature: str) -> None:
    behavior = used(FEATURES[feature], [(TODAY - timedelta(days=40), 1)], working(deep(feature)))  # tried once
    if feature == "tasks":
        behavior = used("task completed", [(TODAY - timedelta(days=40), 1)], behavior)
    assert done(on("adoption-spotlight", "spotlight", behavior)) == f"adoption/spotlight-{feature}"


def test_of_several_the_one_that_their_own_work_asks_for_comes_first() -> None:
    few, many = {"task created": 10, "task completed": 6}, {"task created": 10, "task completed": 25, "board viewed": 9}
    assert done(on("adoption-spotlight", "spotlight", working(SET_UP | few))) == "adoption/spotlight-boards"
    assert done(on("adoption-spotlight", "spotlight", working(SET_UP | many))) == "adoption/spotlight-automations"


def test_nothing_that_is_used_deeply_is_in_the_spotlight() -> None:
    assert isinstance(on("adoption-spotlight", "spotlight", working(deep())), Skip)


def test_no_spotlight_comes_twice_in_six_months_whichever_journey_said_it() -> None:
    behavior = working(deep("reports"), 1, ("adoption/spotlight-reports", 179))
    assert isinstance(on("adoption-spotlight", "spotlight", behavior), Skip)
    later = working(deep("reports"), 1, ("adoption/spotlight-reports", 181))
    assert done(on("adoption-spotlight", "spotlight", later)) == "adoption/spotlight-reports"


def test_every_spotlight_says_itself_that_it_comes_once_in_six_months() -> None:
    steps = plan("adoption-spotlight").steps
    actions = [choice.action for step in steps for choice in step.choices]
    assert {action.once_in for action in actions if isinstance(action, Email | InApp)} == {timedelta(days=180)}


def test_whoever_has_not_finished_the_setup_gets_no_spotlight() -> None:
    unfinished = working({"project created": 1, "task created": 9}, did={})
    assert isinstance(on("adoption-spotlight", "spotlight", unfinished), Skip)


@pytest.mark.parametrize(
    ("feature", "moment"),
    [
        ("boards", {"task created": 7}), ("automations", {"task completed": 10}), ("integrations", {"signed in": 10}),
        ("projects", {"task created": 7}), ("tasks", {"project created": 2}),
    ],
)  # fmt: skip
def test_where_use_shows_the_moment_the_product_carries_the_same_feature(feature: str, moment: dict[str, int]) -> None:
    mailed = (f"adoption/spotlight-{feature}", 5)
    idle = {event: 1 for event in ("teammate invited", *SET_UP) if event not in (FEATURES[feature], *moment)}
    shown = on("adoption-spotlight", "prompt", working(idle | moment, 2, mailed))
    assert (done(shown), isinstance(shown, Send) and shown.channel) == (f"adoption/prompt-{feature}", "in_app")
    assert isinstance(on("adoption-spotlight", "prompt", working(idle, 1, mailed)), Skip)


def test_a_feature_that_was_taken_up_after_the_mail_is_not_prompted() -> None:
    taken = working({"task created": 7, "board viewed": 3}, 2, ("adoption/spotlight-boards", 5))
    assert isinstance(on("adoption-spotlight", "prompt", taken), Skip)


RELEASED: dict[str, Any] = {"timeline_released": True, "plan": "team"}
RELEVANT = SET_UP | {"board viewed": 4}


def test_a_new_feature_is_announced_where_the_plan_has_it_and_use_makes_it_relevant() -> None:
    assert isinstance(admit(NOW, plan("new-feature"), working(RELEVANT, **RELEASED)), Enter)
    assert done(on("new-feature", "announce", working(RELEVANT, **RELEASED))) == "adoption/new-timeline"


@pytest.mark.parametrize("spoil", [{"timeline_released": False}, {"plan": "free"}, {"plan": None}, {"arr": 150_000}])
def test_a_new_feature_is_announced_to_nobody_else(spoil: dict[str, Any]) -> None:
    assert not isinstance(admit(NOW, plan("new-feature"), working(RELEVANT, **RELEASED | spoil)), Enter)


def test_a_new_feature_is_not_announced_where_it_would_mean_nothing() -> None:
    assert not isinstance(admit(NOW, plan("new-feature"), working(SET_UP | {"board viewed": 3}, **RELEASED)), Enter)


def test_whoever_uses_the_new_feature_hears_no_more_of_it() -> None:
    assert isinstance(on("new-feature", "prompt", working(RELEVANT | {"timeline viewed": 1}, **RELEASED)), Leave)


def person(role: str, features: int = 0) -> Behavior:
    """An account with one person in that role, who used so many features."""
    contact = Contact(7, "kim@acme.example", "Kim", role=role)
    behavior = working(deep(), contacts=(contact,))
    mine = list(FEATURES.values())[:features]
    usage = {
        event: replace(use, users={7: TODAY} if event in mine else {8: TODAY}) for event, use in behavior.usage.items()
    }
    return replace(behavior, usage=usage)


@pytest.mark.parametrize(
    ("step", "role", "features", "lesson"),
    [
        ("users", "user", 1, "education/first-steps"),
        ("users", "user", 2, "education/everyday-workflows"),
        ("users", "user", 5, "education/advanced-workflows"),
        ("administrators", "admin", 2, "education/manage-and-report"),
        ("deciders", "sponsor", 0, "education/proof-of-value"),
    ],
)
def test_education_speaks_to_each_in_their_role(step: str, role: str, features: int, lesson: str) -> None:
    assert done(on("education", step, person(role, features))) == lesson


def test_a_lesson_is_not_given_to_whoever_stands_in_for_the_role() -> None:
    alone = working(deep(), contacts=(ADMIN,))
    assert [type(on("education", step, alone)) for step in ("users", "deciders")] == [Skip, Skip]


def test_nothing_advanced_is_taught_before_the_setup_is_done() -> None:
    ready = person("user", 5)
    unready = replace(ready, usage={event: use for event, use in ready.usage.items() if event != "teammate invited"})
    decision = on("education", "users", unready)
    assert isinstance(decision, Skip)
    assert decision.reason == "taste"


def test_the_champion_hears_of_features_before_the_administrator() -> None:
    decision = on("adoption-spotlight", "spotlight", working(deep("boards"), contacts=(ADMIN, CHAMPION)))
    assert isinstance(decision, Send)
    assert decision.contact == CHAMPION.id
