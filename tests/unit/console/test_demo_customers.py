"""How the customers of the demonstration's book do, as the signals of the program that ships see them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

import pytest

from console.demo.book import Book, write_book
from console.demo.customer import Customer
from console.demo.words import words_of
from journeys.view import View
from tests.unit.console.lived import behavior_of
from tests.unit.journeys.stage import book as shipped

EVERY = timedelta(days=9)
WELL = ("thriving", "growing", "steady")
SHOWN_BY = {
    "seat_limit": "growing", "volume_limit": "growing", "rate_limit": "growing", "premium_attempt": "thriving",
    "multi_team": "thriving", "login_drop": "drifting", "login_decline": "drifting", "re_onboarding": "drifting",
    "low_usage": "drifting", "team_adoption_lag": "one of a team", "admin_inactive": "silent",
    "champion_left": "drifting", "repeated_tickets": "drifting", "negative_feedback": "drifting",
    "no_answer": "drifting", "renewal_risk": "too many seats", "failed_onboarding": "stalled",
    "advocacy_nps": "growing", "advocacy_board": "thriving", "advocacy_speaker": "thriving",
    "success_milestone": "steady", "cancellation": "churned",
}  # fmt: skip
EXPANSION = ("seat_limit", "volume_limit", "rate_limit", "premium_attempt", "multi_team")
ADVOCACY = ("advocacy_nps", "advocacy_board", "advocacy_speaker")

Moment = tuple[Customer, datetime]


@cache
def year() -> Book:
    return write_book(words_of(shipped().program))


@cache
def view(place: int, at: datetime) -> View:
    return View(at, behavior_of(year().customers[place], at, shipped().program))


def says(name: str, moment: Moment) -> object:
    customer, at = moment
    return shipped().catalog.fields[name].read(view(int(customer.key[-4:]) - 1, at))


def moments(archetype: str, every: timedelta = EVERY) -> Iterator[Moment]:
    """Every now and then while they are customers: everybody of that kind."""
    for customer in year().customers:
        at, ends = customer.signed_up_at + every / 2, min(customer.churned_at or year().ends, year().ends)
        while customer.archetype == archetype and at < ends:
            yield customer, at
            at += every


def test_every_sign_is_looked_for_here() -> None:
    assert {f"signals.{name}" for name in SHOWN_BY} == {signal.field for signal in shipped().program.signals}


@pytest.mark.parametrize("sign", SHOWN_BY)
def test_every_sign_is_there_for_somebody(sign: str) -> None:
    assert any(says(f"signals.{sign}", moment) is True for moment in moments(SHOWN_BY[sign]))


@pytest.mark.parametrize("sign", EXPANSION)
def test_somebody_outgrows_the_plan_while_all_is_well(sign: str) -> None:
    fields = (f"signals.{sign}", "states.expansion_ready")

    assert any(all(says(name, moment) is True for name in fields) for moment in moments(SHOWN_BY[sign]))


@pytest.mark.parametrize("sign", ADVOCACY)
def test_somebody_who_is_not_at_risk_may_be_asked_for_a_favor(sign: str) -> None:
    asked = (moment for moment in moments(SHOWN_BY[sign]) if says(f"signals.{sign}", moment) is True)

    assert any(says("states.at_risk", moment) is False for moment in asked)


def test_whoever_does_well_seldom_shows_a_sign_of_leaving() -> None:
    seen = [says("signals.risks", moment) for kind in WELL for moment in moments(kind, timedelta(days=90))]

    assert len(seen) > 200
    assert sum(risks != 0 for risks in seen) / len(seen) < 0.06
