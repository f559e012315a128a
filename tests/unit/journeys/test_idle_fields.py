"""People who do not use the product, by name."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from journeys.behavior import Behavior, Contact, Crowd
from tests.unit.journeys.happening_stage import NOW, account, because, value

TODAY = NOW.date()


def person(key: int, name: str | None = "Ada", role: str = "user", left: float | None = None) -> Contact:
    return Contact(key, first_name=name, role=role, left_at=None if left is None else NOW - timedelta(days=left))


def crowd(seen: dict[int, int], *people: Contact, unnamed: date | None = None, **more: Any) -> Behavior:
    """An account whose people, by id, were active so many days ago."""
    last = {key: TODAY - timedelta(days=days) for key, days in seen.items()}
    return replace(account(contacts=people, **more), crowd=Crowd((), last, unnamed))


def test_whoever_did_nothing_for_a_month_is_named() -> None:
    people = [person(1, "Ada"), person(2, "Ben"), replace(person(3, "Cy"), last_name="Young"), person(4, None)]

    assert value("people.idle", crowd({1: 0, 2: 29, 4: 30}, *people)) == [{"name": "Cy Young"}]
    assert value("people.idle", crowd({1: 0, 2: 30}, *people)) == [{"name": "Ben"}, {"name": "Cy Young"}]


@pytest.mark.parametrize("absent", [person(2, role="billing"), person(2, role="sponsor"), person(2, left=2)])
def test_whoever_only_pays_or_has_left_is_not(absent: Contact) -> None:
    assert value("people.idle", crowd({1: 0}, person(1), absent)) == []


def test_where_nobody_says_who_was_active_nobody_is_idle() -> None:
    assert value("people.idle", crowd({}, person(1), unnamed=TODAY)) == "absent"


def test_a_silent_feed_makes_nobody_idle_and_a_young_one_never_tells() -> None:
    young = replace(crowd({}, person(1)), beginnings={"product": TODAY - timedelta(days=9)})

    assert value("people.idle", crowd({}, person(1), silent=True)) == "cannot tell"
    assert (value("people.idle", young), "tells of nothing before" in because("people.idle", young)) == ("absent", True)
