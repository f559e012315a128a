"""The five expansion plays as they ship, against the playbook: one test a row, and what keeps them from beginning."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from journeys.behavior import Behavior, Contact, Said
from journeys.decisions import Decision, Decline, Enter, Hold, Leave, Skip
from journeys.engine import admit, decide
from tests.unit.journeys.lives import NOW, TODAY, ago, did, flourishing, used
from tests.unit.journeys.stage import at, book, done

PLAYS = ("seat-limit", "volume-limit", "rate-limit", "premium-attempt", "multi-team")
ROOMY = {"seats": 4}  # three of four are in use: no limit is near
TEAMS = tuple(Contact(one, f"{one}@acme.example", role="admin", team=f"team {one}") for one in (1, 2, 3))


def several_teams(**traits: Any) -> Behavior:
    behavior = flourishing(**ROOMY | traits)
    roles = {contact.id: contact.role for contact in behavior.contacts}
    return replace(behavior, contacts=tuple(replace(one, role=roles[one.id]) for one in TEAMS))


NEAR: dict[str, Callable[..., Behavior]] = {
    "seat-limit": lambda **traits: flourishing(**{"seats": 3} | traits),
    "volume-limit": lambda **traits: flourishing(**ROOMY, data_volume=11, data_volume_limit=10, **traits),
    "rate-limit": lambda **traits: flourishing(**ROOMY, api_calls=90, api_call_limit=100, **traits),
    "premium-attempt": lambda **traits: used(
        "premium feature attempted", [(TODAY, 1)], flourishing(**ROOMY | traits)
    ),
    "multi-team": several_teams,
}  # fmt: skip


def advice(play: str, behavior: Behavior) -> Decision:
    return decide(NOW, book().journeys[play], at(book().journeys[play], "advice", ago(0)), behavior)


@pytest.mark.parametrize("play", PLAYS)
def test_near_the_limit_a_healthy_account_is_told_how_to_get_more(play: str) -> None:
    assert isinstance(admit(NOW, book().journeys[play], NEAR[play]()), Enter)
    assert done(advice(play, NEAR[play]())) == f"expansion/{play}"


@pytest.mark.parametrize("play", PLAYS)
def test_a_large_account_gets_a_consultation_instead(play: str) -> None:
    assert done(advice(play, NEAR[play](arr=30_000))) == "expansion-consultation"


@pytest.mark.parametrize("play", PLAYS)
def test_far_from_the_limit_nobody_says_a_word(play: str) -> None:
    far = flourishing(**ROOMY)
    assert isinstance(admit(NOW, book().journeys[play], far), Decline)
    assert isinstance(advice(play, far), Leave)


SPOILED: dict[str, Callable[[], Behavior]] = {
    "a payment is late": lambda: flourishing(did("payment failed", 1, invoice="in_2")),
    "somebody is unhappy": lambda: flourishing(did("nps answered", 1, contact=2, score=3)),
    "a task is open": lambda: replace(flourishing(), tasks=frozenset({"low-adoption"})),
    "they are leaving": lambda: flourishing(did("outreach made", 3), did("outreach made", 2)),
}


@pytest.mark.parametrize("why", SPOILED)
def test_nothing_is_sold_while_something_is_wrong(why: str) -> None:
    assert isinstance(admit(NOW, book().journeys["seat-limit"], SPOILED[why]()), Decline)
    assert isinstance(advice("seat-limit", SPOILED[why]()), Skip | Hold)


def test_whoever_heard_of_one_limit_lately_does_not_hear_of_the_next() -> None:
    said = (Said("expansion/multi-team", ago(30), "multi-team", "advice"),)
    assert isinstance(advice("seat-limit", replace(flourishing(), said=said)), Skip)
    long_ago = (replace(said[0], at=ago(61)),)
    assert done(advice("seat-limit", replace(flourishing(), said=long_ago))) == "expansion/seat-limit"


@pytest.mark.parametrize(("play", "day"), [("seat-limit", 3), ("premium-attempt", 2)])
def test_the_product_says_it_too_where_the_moment_is(play: str, day: int) -> None:
    plan = book().journeys[play]
    assert done(decide(NOW, plan, at(plan, "prompt", ago(day)), NEAR[play]())) == f"expansion/{play}-prompt"


def test_whoever_made_room_is_told_no_more() -> None:
    plan = book().journeys["seat-limit"]
    assert isinstance(decide(NOW, plan, at(plan, "prompt", ago(3)), flourishing(seats=30)), Leave)


def test_it_does_not_begin_again_within_half_a_year() -> None:
    again = {play: getattr(book().journeys[play].starts, "again", None) for play in PLAYS}
    assert set(again.values()) == {timedelta(days=180)}
