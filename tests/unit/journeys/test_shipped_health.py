"""The three health models that ship, against the playbook: every color of every part, and TechCorp."""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from journeys.assess import assess
from journeys.behavior import Assessed
from journeys.health import Health
from journeys.load import Book, read_book
from tests.techcorp import DAY, NOW, TECHCORP, Customer, twenty_features

DONE = ("qbr attended", "training completed", "outreach made", "reply received")
BEST = TECHCORP.but(
    active=20, features=20, roles=("champion", "sponsor"), nps=10, arr=(10000, 20000), tickets=((5, 5),)
)
WORST = TECHCORP.but(
    active=1, features=1, roles=("admin",), engagement=(), nps=0, late=True, tickets=((40, 2), (5, 1)), escalated=True
)


@cache
def book(standard: str = "standard") -> Book:
    files = twenty_features()
    program = files["journeys/program.yaml"]
    files["journeys/program.yaml"] = program.replace("  otherwise: standard", f"  otherwise: {standard}")
    return read_book(files, None)


def judged(customer: Customer, model: str = "standard") -> Health:
    health = assess(NOW, book(model).catalog, customer.behavior())
    assert health is not None
    return health


def color(customer: Customer, part: str) -> str | None:
    return next(one.color for one in judged(customer).components if one.component.name == part)


def test_techcorp_is_69_moderate_with_a_plan_in_three_parts() -> None:
    health = judged(TECHCORP)

    assert {one.component.name: one.points for one in health.components} == {
        "usage": 20, "engagement": 25, "support": 15, "relationship": 7, "financial": 2,
    }  # fmt: skip
    assert (health.score, health.band) == (69, "moderate")
    assert [part.component for part in health.plan] == ["usage", "relationship", "financial"]


@pytest.mark.parametrize(
    ("part", "told", "expected"),
    [
        ("usage", {"active": 14, "features": 12}, "green"),
        ("usage", {"active": 13, "features": 12}, "yellow"),
        ("usage", {"active": 14, "features": 11}, "yellow"),
        ("usage", {"active": 6, "features": 4}, "yellow"),
        ("usage", {"active": 5, "features": 20}, "red"),
        ("usage", {"active": 20, "features": 3}, "red"),
        ("usage", {"traits": {"seats": None}, "features": 12}, "green"),
        ("usage", {"traits": {"seats": None}, "features": 3}, "red"),
        ("engagement", {"engagement": DONE}, "green"),
        ("engagement", {"engagement": DONE[:2]}, "green"),  # nobody wrote, so there was nothing to answer
        ("engagement", {"engagement": DONE[:3]}, "yellow"),
        ("engagement", {"engagement": DONE[1:]}, "yellow"),
        ("engagement", {"engagement": (DONE[0], *DONE[2:])}, "yellow"),
        ("engagement", {"engagement": DONE[1:2]}, "yellow"),
        ("engagement", {"engagement": DONE[1:3]}, "red"),
        ("engagement", {"engagement": DONE[2:]}, "red"),
        ("engagement", {"engagement": DONE[2:3]}, "red"),
        ("engagement", {"without": frozenset({"success"}), "engagement": ()}, None),
        ("support", {"tickets": ((40, 4), (5, 4))}, "green"),
        ("support", {"tickets": ((40, 3), (5, 4))}, "yellow"),
        ("support", {"tickets": ((20, 5), (10, 5), (5, 5))}, "yellow"),
        ("support", {"tickets": ((40, 2), (5, 3.9))}, "red"),
        ("support", {"tickets": ((40, 5), (5, 5)), "escalated": True}, "red"),
        ("support", {"tickets": ((40, None), (5, None))}, "green"),
        ("relationship", {"roles": ("sponsor", "champion"), "nps": 9}, "green"),
        ("relationship", {"roles": ("sponsor", "champion"), "nps": None}, "green"),
        ("relationship", {"roles": ("sponsor", "champion"), "nps": 8}, "yellow"),
        ("relationship", {"roles": ("sponsor",), "nps": None}, "yellow"),
        ("relationship", {"roles": ("admin",), "nps": 9}, "yellow"),
        ("relationship", {"roles": ("admin",), "nps": 8}, "red"),
        ("relationship", {"roles": ("admin",), "nps": None}, "red"),
        ("relationship", {"roles": ("sponsor", "champion"), "nps": 6}, "red"),
        ("financial", {"arr": (20000, 21000)}, "green"),
        ("financial", {"traits": {"likely_to_renew": True}}, "green"),
        ("financial", {"arr": (20000, 20000)}, "yellow"),
        ("financial", {"arr": (20000, 21000), "late": True}, "red"),
        ("financial", {"without": frozenset({"billing"})}, None),
    ],
)  # fmt: skip
def test_every_part_has_the_colors_of_the_playbook(part: str, told: dict[str, Any], expected: str | None) -> None:
    assert color(TECHCORP.but(**told), part) == expected


def test_enterprise_accounts_are_judged_without_money_and_by_people_the_more() -> None:
    health = judged(TECHCORP.but(traits={"strategic": True}))

    points = [(one.component.name, one.points, one.possible) for one in health.components]
    assert points == [("usage", 20, 40), ("engagement", 25, 25), ("relationship", 10, 20), ("support", 15, 15)]
    assert (health.model, health.segment, health.score) == ("enterprise", "enterprise", 70)


def test_the_weighted_model_weighs_nine_parts_without_steps() -> None:
    health = judged(TECHCORP, "weighted")

    assert [(one.component.name, one.points, one.possible) for one in health.components] == [
        ("logins", 15, 15), ("adoption", 8.2, 15), ("depth", 10, 10), ("trend", 16, 20), ("stickiness", 10, 10),
        ("nps", 8, 10), ("sentiment", 8, 10), ("payment", 5, 5), ("growth", 2.5, 5),
    ]  # fmt: skip
    assert (health.score, health.band) == (82, "healthy")


def test_the_best_and_the_worst_account_reach_the_ends() -> None:
    scores = [(judged(customer).score, judged(customer).band) for customer in (BEST, WORST)]

    assert scores == [(100, "healthy"), (0, "at_risk")]


def test_every_gap_of_every_model_that_can_be_judged_has_something_to_do() -> None:
    customers = [TECHCORP, WORST, TECHCORP.but(roles=("sponsor", "champion"))]
    plans = [judged(customer, model).plan for customer in customers for model in ("standard", "weighted", "enterprise")]

    assert [part for plan in plans for part in plan if not part.actions] == []


def history(*scores: tuple[int, int | None, str | None], model: str = "standard") -> tuple[Assessed, ...]:
    return tuple(Assessed((NOW - ago * DAY).date(), model, score, band) for ago, score, band in scores)


@pytest.mark.parametrize(
    ("assessed", "trend", "before"),
    [
        ((), None, None),
        (history((30, 75, "moderate"), (1, 80, "healthy")), -6, "healthy"),
        (history((33, 60, "moderate"), (29, 70, "moderate"), (2, 40, "at_risk")), -1, "at_risk"),
        (history((31, 60, "moderate"), (29, 70, "moderate")), -1, "moderate"),
        (history((30, None, None), (34, 59, "moderate"), (1, None, None)), 10, "moderate"),
        (history((38, 60, "moderate"), (22, 70, "moderate")), None, "moderate"),
        (history((30, 75, "healthy"), model="weighted"), None, "healthy"),
    ],
)
def test_the_trend_is_against_the_day_nearest_to_a_month_ago_by_the_same_model(
    assessed: tuple[Assessed, ...], trend: int | None, before: str | None
) -> None:
    behavior, catalog = replace(TECHCORP.behavior(), assessed=assessed), book().catalog

    assert catalog.value(NOW, behavior, "health.trend") == trend
    assert catalog.value(NOW, behavior, "health.previous_band") == before
