"""Adoption by team: how many of the people of each are active."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from journeys.behavior import Behavior, Contact, Crowd
from tests.unit.journeys.happening_stage import NOW, account, value

TODAY = NOW.date()


def people(**teams: int) -> list[Contact]:
    names = [team for team, size in teams.items() for _ in range(size)]
    return [Contact(key, team=team.title()) for key, team in enumerate(names, 1)]


def active(contacts: list[Contact], *keys: int, **more: Any) -> Behavior:
    return replace(account(contacts=contacts, **more), crowd=Crowd((), dict.fromkeys(keys, TODAY)))


def test_each_team_has_its_active_people_and_all_of_them_the_keenest_first() -> None:
    assert value("usage.teams", active(people(sales=4, design=2), 1, 5, 6)) == [
        {"title": "Design", "active": 2, "people": 2, "share": 1},
        {"title": "Sales", "active": 1, "people": 4, "share": 0.25},
    ]


def test_whoever_has_left_belongs_to_no_team_any_more() -> None:
    gone = Contact(9, team="Design", left_at=NOW - timedelta(days=1))

    assert value("usage.teams", active([*people(design=1), gone], 1, 9)) == [
        {"title": "Design", "active": 1, "people": 1, "share": 1}
    ]


def test_where_nobody_told_of_teams_there_are_none_to_show() -> None:
    assert value("usage.teams", active([Contact(1)], 1)) == "absent"


def test_nothing_is_said_of_teams_while_the_feed_is_silent() -> None:
    assert value("usage.teams", active(people(design=2), 1, silent=True)) == "cannot tell"
