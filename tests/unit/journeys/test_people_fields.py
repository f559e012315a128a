"""People: who is there, who has left, and what humans have to do for them."""

from datetime import timedelta

import pytest

from journeys.behavior import Contact
from tests.unit.journeys.happening_stage import NOW, account, because, value


def person(key: int, role: str = "user", left: float | None = None, unreachable: str | None = None) -> Contact:
    """Somebody who left so many days ago, if they did."""
    at = None if left is None else NOW - timedelta(days=left)
    return Contact(key, f"p{key}@acme.example", role=role, unreachable=unreachable, left_at=at)


@pytest.mark.parametrize("role", ["champion", "sponsor", "admin"])
def test_a_role_is_filled_by_whoever_has_not_left(role: str) -> None:
    assert value(f"people.{role}", account(contacts=[person(1, role)])) is True
    assert value(f"people.{role}", account(contacts=[person(1, role, left=-2)])) is True
    assert value(f"people.{role}", account(contacts=[person(1, role, left=2), person(2)])) is False
    assert value(f"people.{role}", account(contacts=[person(1, "billing"), person(2)])) is False
    assert value(f"people.{role}", account()) == "absent"


def test_where_everybody_is_a_user_nobody_told_us_of_roles() -> None:
    behavior = account(contacts=[person(1), person(2)])

    assert [value(f"people.{role}", behavior) for role in ("champion", "sponsor", "admin")] == ["absent"] * 3
    assert because("people.champion", behavior).startswith("nobody told us who does what there")


@pytest.mark.parametrize(
    ("contacts", "left"),
    [
        ([person(1, "champion", left=2)], True), ([person(1, "champion", left=89)], True),
        ([person(1, "champion", left=90)], False), ([person(1, "champion")], False), ([person(1, left=2)], False),
        ([person(1, "champion", left=2), person(2, "champion")], False),
        ([person(1, "champion", left=2), person(2, "champion", left=200)], True),
        ([person(1, "champion", left=-2)], False), ([], "absent"),
    ],
)  # fmt: skip
def test_the_champion_has_left_if_nobody_took_their_place(contacts: list[Contact], left: object) -> None:
    assert value("people.champion_left", account(contacts=contacts)) == left


def test_people_are_counted_who_are_there_and_whom_we_may_write_to() -> None:
    behavior = account(contacts=[person(1), person(2, unreachable="no address"), person(3, left=5, unreachable="left")])

    assert (value("people.total", behavior), value("people.reachable", behavior)) == (2, 1)


def test_open_tasks_are_counted() -> None:
    assert value("tasks.open", account()) == 0
    assert value("tasks.open", account(tasks=["low-adoption", "renewal-risk"])) == 2
