"""Health: how an account is scored, what is left out, and what is never concluded."""

from datetime import timedelta
from typing import Any

import pytest

from journeys.behavior import Behavior
from journeys.catalog import Catalog
from journeys.program import read_program
from tests.unit.journeys.health_stage import CATALOG, MODEL, TRAITS, catalog, found, moody
from tests.unit.journeys.small_program import ALIVE, NOW, TEXT, account, used

USED = {"project created": used(1), "task completed": used(1), "board viewed": used(1)}  # three of four features
SILENT = ALIVE | {"product": NOW - timedelta(days=3)}


def judged(name: str, behavior: Behavior) -> dict[str, object]:
    return next(one.as_plain() for one in found(behavior).components if one.component.name == name)


@pytest.mark.parametrize(
    ("traits", "color", "points"),
    [
        ({"happy": True, "angry": False}, "green", 25),
        ({"happy": False, "angry": False}, "yellow", 12),
        ({"happy": False, "angry": True}, "red", 0),
        ({"happy": True, "angry": True}, "red", 0),
        ({"angry": True}, "red", 0),
    ],
)
def test_green_gives_all_points_yellow_half_rounded_down_and_red_which_is_asked_first_none(
    traits: dict[str, Any], color: str, points: int
) -> None:
    mood = judged("mood", moody(**traits))

    assert (mood["color"], mood["points"]) == (color, points)


@pytest.mark.parametrize(
    ("rating", "points"), [(1, 0), (2, 2.5), (3, 5), (5, 10), (9, 10), (-4, 0), (1.1, 0.2), (2.2, 3)]
)
def test_a_scale_gives_points_evenly_between_its_ends_and_no_more_beyond(rating: float, points: float) -> None:
    assert judged("rating", moody(rating=rating))["points"] == points


def test_a_scale_may_go_down() -> None:
    down = catalog(MODEL.replace("from: 1\n    to: 5", "from: 5\n    to: 1"))

    assert found(moody(rating=5), down).components[-1].points == 0
    assert found(moody(rating=2), down).components[-1].points == 7.5


def test_the_score_is_the_share_of_the_possible_points_rounded_down_and_has_a_band() -> None:
    health = found(account(USED, happy=False, angry=False, rating=3))

    assert (health.score, health.band) == (76, "moderate")  # 40 + 12 + 5 of 75
    assert health.because == "76 of 100, moderate: Mood 12 of 25, Use 40 of 40, Rating 5 of 10"


def test_what_nobody_told_us_is_left_out_the_rest_weighted_up_and_the_score_says_so() -> None:
    health = found(account(USED, happy=False, angry=False))

    assert (health.score, health.band) == (80, "healthy")  # 52 of 65
    assert health.because == (
        "80 of 100, healthy: Mood 12 of 25, Use 40 of 40. "
        "Left out, and the rest weighted up to 100: Rating (account.rating is not known)"
    )


@pytest.mark.parametrize(
    ("least", "score"),
    [("", None), ("least_known: 100%\n", None), ("least_known: 46.6%\n", 100), ("least_known: 0%\n", 100)],
)
def test_without_half_of_the_points_or_as_many_as_the_model_says_there_is_no_score(
    least: str, score: int | None
) -> None:
    model = catalog(MODEL.replace("least_known: 30%\n", least))
    health = found(moody({}, happy=True, angry=False, rating=5), model)

    assert (health.score, health.band) == (score, None if score is None else "healthy")
    if score is None:
        assert health.because == (
            "The score cannot be told: only 35 of 75 points can be judged: "
            "Use (the product feed has never been heard; the billing feed has never been heard)"
        )
        assert (health.plan, health.lowered_by, health.absent) == ((), [], True)


def test_exactly_as_many_points_as_it_takes_are_enough() -> None:
    model = MODEL.replace("points: 40", "points: 35").replace("least_known: 30%\n", "")

    assert found(moody({}, happy=True, angry=False, rating=5), catalog(model)).score == 100


def test_a_component_whose_feed_was_never_heard_is_left_out() -> None:
    health = found(moody({}, happy=True, angry=False, rating=5))

    assert health.score == 100
    assert "Use (the product feed has never been heard; the billing feed has never been heard)" in health.because


def test_a_feed_that_fell_silent_leaves_no_score_at_all() -> None:
    health = found(moody(SILENT, happy=True, angry=False, rating=5))

    assert (health.score, health.band, health.absent, health.plan) == (None, None, False, ())
    assert health.because.startswith("The score cannot be told: the product feed has been silent since")


def test_a_silent_feed_does_no_harm_where_what_it_told_decides_already() -> None:
    health = found(account(USED, SILENT, happy=True, angry=False, rating=5))

    assert health.score == 100


def test_without_anything_to_judge_there_is_no_score() -> None:
    health = found(moody({}))

    assert (health.score, health.absent) == (None, True)
    assert "Mood (account.angry is not known; account.happy is not known)" in health.because


def test_known_lets_a_component_do_without_an_input_and_the_reason_names_it() -> None:
    text = MODEL.replace("green: account.happy", "green: account.happy or not known(account.happy)")
    health = found(moody({}, angry=False), catalog(text))

    mood = health.components[0]
    assert (mood.color, health.score) == ("green", 100)
    assert mood.missing == {"account.happy": "account.happy is not known"}
    assert "; not known: account.happy (account.happy is not known)" in mood.because


def test_known_does_not_turn_a_silent_feed_into_a_missing_input() -> None:
    text = MODEL.replace("green: account.happy", "green: account.happy or not known(usage.active_days)")
    health = found(account(USED, SILENT, happy=False, angry=False, rating=5), catalog(text))

    assert health.score is None
    assert "the product feed has been silent" in health.because


def test_what_is_green_for_want_of_an_input_names_that_input_alone() -> None:
    text = MODEL.replace("green: account.happy", "green: not known(account.happy)").replace(
        "red: account.angry", "red: false"
    )

    assert found(moody(), catalog(text)).components[0].because == (
        "so green: not known(account.happy); not known: account.happy (account.happy is not known)"
    )


def test_every_component_says_what_was_looked_at_and_what_follows() -> None:
    health = found(account(USED, happy=False, angry=True, rating=2))

    assert [one.because for one in health.components] == [
        "account.angry is true, so red: account.angry",
        "usage.feature_adoption is 75%, so green: usage.feature_adoption >= 75%",
        "account.rating is 2, which is 25% of the way from 1 to 5",
    ]


def test_yellow_names_both_conditions_it_stands_between() -> None:
    health = found(account({"task completed": used(1)}))

    assert health.components[1].because == (
        "usage.feature_adoption is 25%, so yellow: neither green (usage.feature_adoption >= 75%) "
        "nor red (usage.feature_adoption < 25%)"
    )


def test_what_lowered_the_score_comes_with_the_biggest_gap_first() -> None:
    health = found(account({"task completed": used(1)}, happy=True, angry=False, rating=1))

    assert [(one["name"], one["gap"]) for one in health.lowered_by] == [("use", 20), ("rating", 10)]


def test_the_plan_has_a_part_for_every_gap_with_the_actions_that_apply_for_certain() -> None:
    health = found(account({"task completed": used(1)}, happy=False, angry=False, rating=2))

    assert [(part.component, part.actions) for part in health.plan] == [
        (
            "use",
            ("Show them Projects, Boards and Invoices", "Call them about what they gave us, 2", "Leave them alone"),
        ),
        ("mood", ("Ask what is missing",)),
        ("rating", ("Ask for the reason",)),
    ]


def test_an_action_whose_condition_cannot_be_told_is_not_planned() -> None:
    health = found(account({"task completed": used(1)}))

    assert health.plan[0].actions == ("Show them Projects, Boards and Invoices",)


def test_the_segment_chooses_the_model() -> None:
    other = MODEL.replace("title: A test", "title: The other")
    both = catalog(choice="health: {enterprise: other, otherwise: test}\n", other=other)

    large, small = found(account(arr=200000), both), found(account(arr=10, seats=3), both)

    assert [(one.segment, one.model, one.title) for one in (large, small)] == [
        ("enterprise", "other", "The other"),
        ("smb", "test", "A test"),
    ]


def test_a_segment_that_only_lacks_what_nobody_told_us_falls_to_the_rest() -> None:
    both = catalog(choice="health: {enterprise: other, otherwise: test}\n", other=MODEL)

    assert found(account(USED, seats=5), both).model == "test"


def test_without_a_segment_that_can_be_told_there_is_no_score_and_no_model() -> None:
    text = TEXT.replace("account.arr >= 100000 or", 'usage.count("board viewed") > 5 or')
    program = text.replace("traits:\n", TRAITS) + "health: {enterprise: test, otherwise: test}\n"
    book = Catalog(read_program(program, "program.yaml", {"journeys/health/test.yaml": MODEL}))

    health = found(moody(SILENT, happy=True, angry=False), book)

    assert health.score is None
    assert health.because.startswith("The score cannot be told, for want of the segment: the product feed has been")
    assert book.value(NOW, moody(SILENT), "health.model") is None


def test_a_program_without_health_has_none() -> None:
    silent = catalog(choice="")

    assert [name for name in silent.fields if name.startswith("health.")] == []


def test_a_score_needs_what_its_models_ask_and_nothing_else_asks_for_it() -> None:
    names = {need.event for need in CATALOG.needs(["health.score"]) if hasattr(need, "event")}

    assert names == {"project created", "task completed", "board viewed", "invoice sent"}
    assert CATALOG.needs(["account.arr"]) == frozenset()
