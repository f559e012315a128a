"""The signals and states that ship: what turns each of them on, and what does not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from journeys.behavior import Behavior, Crowd
from journeys.view import View
from tests.unit.journeys.lives import ADMIN, CHAMPION, NOW, TODAY, ago, did, flourishing, having, tickets, used, weekly
from tests.unit.journeys.stage import book

Build = Callable[[], Behavior]


def fallen_core() -> Behavior:
    days = [(TODAY - timedelta(days=back), 1 if back <= 30 else 9) for back in range(1, 61)]
    return used("task created", days, having(told=tickets(1, 2, 3, 4, 5, 6)))


SIGNALS: dict[str, tuple[Build, Build]] = {
    "seat_limit": (lambda: having(crowd=dict.fromkeys(range(8), 1)), lambda: having(crowd=dict.fromkeys(range(7), 1))),
    "volume_limit": (
        lambda: having(data_volume=11, data_volume_limit=10), lambda: having(data_volume=10, data_volume_limit=10)
    ),
    "rate_limit": (lambda: having(api_calls=90, api_call_limit=100), lambda: having(api_calls=89, api_call_limit=100)),
    "premium_attempt": (
        lambda: used("premium feature attempted", [(TODAY, 1)]),
        lambda: used("premium feature attempted", [(TODAY - timedelta(days=31), 1)]),
    ),
    "multi_team": (lambda: having(crowd={1: 1, 2: 2, 3: 3}), lambda: having(crowd={1: 1, 2: 2})),
    "login_drop": (lambda: weekly(12, 20, 40, 100), lambda: weekly(13, 20, 40, 100)),
    "login_decline": (lambda: weekly(70, 100, of=30), lambda: weekly(71, 100, of=30)),
    "re_onboarding": (fallen_core, lambda: replace(fallen_core(), happenings={})),
    "low_usage": (
        lambda: used("board viewed", [(TODAY - timedelta(days=15), 1)]),
        lambda: used("board viewed", [(TODAY - timedelta(days=5), 1)]),
    ),
    "team_adoption_lag": (lambda: having(crowd={1: 1}), lambda: having(crowd={1: 1}, seats=1)),
    "admin_inactive": (
        lambda: having(crowd={1: 30}, contacts=(ADMIN,)), lambda: having(crowd={1: 29}, contacts=(ADMIN,))
    ),
    "champion_left": (
        lambda: having(contacts=(ADMIN, replace(CHAMPION, left_at=ago(3)))), lambda: having(contacts=(ADMIN, CHAMPION))
    ),
    "repeated_tickets": (lambda: having(told=tickets(1, 2, 3, 4)), lambda: having(told=tickets(1, 2, 3))),
    "negative_feedback": (
        lambda: having(told=(did("nps answered", score=6),)), lambda: having(told=(did("nps answered", score=7),))
    ),
    "no_answer": (
        lambda: having(told=(did("outreach made", 20), did("outreach made", 10))),
        lambda: having(told=(did("outreach made", 20), did("outreach made", 10), did("reply received", 1))),
    ),
    "renewal_risk": (
        lambda: having(renewal_on=TODAY + timedelta(days=60)), lambda: having(renewal_on=TODAY + timedelta(days=61))
    ),
    "failed_onboarding": (lambda: having(signed_up_at=ago(30)), lambda: having(signed_up_at=ago(29))),
    "advocacy_nps": (
        lambda: having(told=(did("nps answered", score=9),)), lambda: having(told=(did("nps answered", score=8),))
    ),
    "advocacy_board": (
        lambda: having(crowd={1: 1, 2: 1}, told=(did("referral made"),)), lambda: having(crowd={1: 1, 2: 1})
    ),
    "advocacy_speaker": (lambda: having(told=(did("community contributed"),)), having),
    "success_milestone": (
        lambda: having(did={"task completed": 10}), lambda: having(did={"task completed": 9})
    ),
    "cancellation": (
        lambda: having(told=(did("cancellation requested"),)),
        lambda: having(told=(did("cancellation requested", 100),)),
    ),
}  # fmt: skip


def value_of(name: str, behavior: Behavior) -> object:
    return book().catalog.fields[name].read(View(NOW, behavior))


def test_every_signal_that_ships_is_tried_here() -> None:
    assert {f"signals.{name}" for name in SIGNALS} == {signal.field for signal in book().program.signals}


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_is_on_at_its_threshold_and_off_below(name: str) -> None:
    on, off = SIGNALS[name]

    assert (value_of(f"signals.{name}", on()), value_of(f"signals.{name}", off())) == (True, False)


@pytest.mark.parametrize("signal", book().program.signals, ids=lambda signal: signal.name)
def test_every_signal_has_a_kind_a_meaning_and_a_rule_in_the_catalog(signal: Any) -> None:
    formula = book().catalog.fields[signal.field].formula

    assert signal.kind
    assert signal.meaning in formula
    assert signal.rule in formula


def test_an_account_of_which_nothing_is_told_gives_no_sign() -> None:
    empty = Behavior({"name": "Acme"}, feeds={feed.name: NOW for feed in book().program.feeds})

    assert [name for name in SIGNALS if value_of(f"signals.{name}", empty) is True] == []


def test_no_sign_is_concluded_from_feeds_that_fell_silent() -> None:
    week_ago = {feed.name: ago(60) for feed in book().program.feeds}

    for name, (on, _) in SIGNALS.items():
        broken = replace(on(), feeds=week_ago, usage={}, happenings={}, crowd=Crowd())
        assert (name, value_of(f"signals.{name}", broken)) != (name, True) or name in WITHOUT_A_FEED


# What rests on nothing but what we were told of the account and its people.
WITHOUT_A_FEED = {"volume_limit", "rate_limit", "champion_left"}


@pytest.mark.parametrize(("frequency", "on"), [("annual", True), ("monthly", False)])
def test_the_renewal_of_whoever_pays_by_the_month_is_no_sign_of_leaving(frequency: str, on: bool) -> None:
    idle = having(renewal_on=TODAY + timedelta(days=29), billing_frequency=frequency)

    assert value_of("signals.renewal_risk", idle) is on


def test_a_trial_is_one_until_it_leaves() -> None:
    assert value_of("states.trial", having(trial=True)) is True
    assert value_of("states.trial", having(trial=True, churned=True)) is False
    assert value_of("states.trial", having()) is False


def test_one_sign_of_leaving_is_enough_to_be_at_risk() -> None:
    assert value_of("states.at_risk", having(told=tickets(1, 2, 3, 4))) is True


@pytest.mark.parametrize(("days", "at_risk"), [(0, False), (29, False), (200, True), (None, True)])
def test_whoever_has_only_begun_is_not_at_risk_for_using_little_so_far(days: int | None, at_risk: bool) -> None:
    idle = having(told=(did("nps answered", score=7),), contacts=(CHAMPION,))
    traits = {name: value for name, value in idle.account.items() if name != "signed_up_at"}
    idle = replace(idle, account=traits if days is None else {**traits, "signed_up_at": ago(days)})

    score = value_of("health.score", idle)
    assert isinstance(score, int)
    assert (score < 50, value_of("signals.risks", idle)) == (True, 0)
    assert value_of("states.at_risk", idle) is at_risk


def test_a_flourishing_account_is_ready_for_more() -> None:
    assert value_of("signals.on", flourishing()) == []
    assert value_of("health.score", flourishing()) == 100
    assert value_of("states.expansion_ready", flourishing()) is True
    assert value_of("states.at_risk", flourishing()) is False


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: flourishing(did("payment failed", 1, invoice="in_2")),
        lambda: flourishing(did("nps answered", 1, contact=2, score=3)),
        lambda: replace(flourishing(), tasks=frozenset({"low-adoption"})),
        lambda: replace(flourishing(), crowd=Crowd()),
    ],
    ids=["a payment is late", "a detractor", "an open task", "nobody is active"],
)
def test_nobody_is_ready_for_more_while_something_is_wrong(spoil: Build) -> None:
    assert value_of("states.expansion_ready", spoil()) is not True
