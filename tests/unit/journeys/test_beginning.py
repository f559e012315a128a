"""Beginnings: what was before a feed was connected is not known, however well the feed works today."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from journeys.behavior import Behavior, Contact, Crowd
from tests.unit.journeys.small_program import NOW, account, ask, used, value_of

CONNECTED = NOW - timedelta(days=10)


def older(days: float = 100, began: datetime = CONNECTED, **usage: int) -> Behavior:
    """An account that signed up so many days ago, and did these things two days ago."""
    did = {name.replace("_", " "): used(times, NOW - timedelta(days=2)) for name, times in usage.items()}
    found = account(did, signed_up_at=NOW - timedelta(days=days), seats=5)
    return replace(found, beginnings={"product": began})


@pytest.mark.parametrize(
    "question",
    [
        "milestones.first_project", "checklist.complete", "usage.feature_adoption < 50%", "usage.active_days == 0",
        'usage.count("project created") == 0', 'usage.count("project created", 30 days) == 0',
        'usage.users("project created", 30 days) == 0', 'usage.days_since("signed in") > 30 days',
        "usage.monthly_users == 0", 'usage.change("signed in", 7 days) < 0', "usage.lapsed_features > 0",
    ],
)  # fmt: skip
def test_nothing_is_concluded_about_the_time_before_the_feed_was_connected(question: str) -> None:
    answer = ask(question, older())

    if question == "usage.lapsed_features > 0":  # what was never seen cannot be seen to lie idle
        assert answer.value is False
    else:
        assert answer.value is None
        assert "tells of nothing before 2026-11-12" in answer.unknown


def test_what_happened_since_then_is_known() -> None:
    behavior = older(project_created=1)

    assert ask("milestones.first_project", behavior).value is True
    assert ask('usage.count("project created", 7 days) == 1', behavior).value is True
    assert ask('usage.count("task completed", 10 days) == 0', behavior).value is True
    assert ask('usage.days_since("project created") == 2 days', behavior).value is True


def test_an_account_that_came_later_is_known_from_its_first_day() -> None:
    assert ask('usage.count("project created") == 0', older(9)).value is True
    assert ask("milestones.first_project", older(10)).value is False
    assert value_of("usage.feature_adoption", older(10)) == 0


def test_a_beginning_that_is_a_day_is_that_day_of_everybodys_calendar() -> None:
    day = (NOW - timedelta(days=100)).date()
    behavior = replace(older(100), beginnings={"product": day}, timezone="America/New_York")

    assert ask("milestones.first_project", behavior).value is False
    assert ask("milestones.first_project", replace(behavior, beginnings={"product": CONNECTED.date()})).value is None


def test_an_account_of_unknown_age_may_be_older_than_the_feed() -> None:
    behavior = replace(account({}, seats=5), beginnings={"product": CONNECTED})

    assert ask("milestones.first_project", behavior).value is None


def test_a_window_that_begins_after_the_feed_is_known_of_any_account() -> None:
    month_ago = NOW - timedelta(days=29)

    assert value_of("usage.feature_adoption", older(began=month_ago)) == 0
    assert value_of("usage.feature_adoption", older(began=month_ago + timedelta(days=1))) is None


def test_the_day_of_a_milestone_is_not_told_if_it_may_have_been_earlier() -> None:
    assert value_of("milestones.first_project_on", older(project_created=1)) is None
    assert value_of("milestones.first_project_on", older(5, project_created=1)) is not None


def test_an_admin_who_was_never_seen_may_have_been_there_before() -> None:
    admin = Contact(1, role="admin")
    never = replace(older(), contacts=(admin,), crowd=Crowd())
    seen = replace(never, crowd=Crowd((), {1: (NOW - timedelta(days=9)).date()}))

    assert ask("people.admin_days_away >= 30", never).value is None
    assert ask("people.admin_days_away == 9", seen).value is True
