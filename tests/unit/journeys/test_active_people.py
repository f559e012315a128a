"""Active people: how many, how often, on how many seats, and how long no admin was among them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from journeys.behavior import Behavior, Contact, Crowd, Return, Usage
from journeys.needs import Crowd as Daily
from journeys.needs import Seen, Users
from tests.unit.journeys.small_program import ALIVE, CATALOG, NOW, account, ask, value_of

DAY = timedelta(days=1)
TODAY = NOW.date()  # a Sunday
SILENT = ALIVE | {"product": NOW - 3 * DAY}
WORKING = [TODAY - back * DAY for back in range(1, 30) if (TODAY - back * DAY).weekday() < 5]
ADMIN, USER, GONE = Contact(1, role="admin"), Contact(2, team="b"), Contact(3, role="admin", left_at=NOW)
TEAMS = (Contact(1, team="a"), Contact(2, team="b"), Contact(3, team="b"), Contact(4, team="c"), Contact(5))


def crowd(
    seen: Mapping[int, int] | None = None, daily: tuple[tuple[date, int], ...] = (), unnamed: date | None = None,
    contacts: tuple[Contact, ...] = (), feeds: Mapping[str, datetime] = ALIVE, **traits: Any,
) -> Behavior:  # fmt: skip
    """Answer an account whose people, by id, were active so many days ago."""
    last = {contact: TODAY - back * DAY for contact, back in (seen or {}).items()}
    return replace(account(feeds=feeds, **traits), crowd=Crowd(daily, last, unnamed), contacts=contacts)


def values(names: str, behavior: Behavior) -> list[object]:
    return [value_of(f"usage.{name}", behavior) for name in names.split()]


def test_people_are_counted_by_the_day_on_which_they_were_seen_last() -> None:
    behavior = crowd({1: 0, 2: 6, 3: 7, 4: 29, 5: 30}, seats=8)

    assert values("daily_users weekly_users monthly_users seat_utilization", behavior) == [1, 2, 4, 0.5]


def test_an_average_day_is_a_working_day_and_today_is_not_over() -> None:
    daily = (*((day, 2) for day in WORKING[:10]), (TODAY - DAY, 9), (TODAY, 9))

    behavior = crowd({1: 0, 2: 1, 3: 5, 4: 5}, daily, seats=10)

    average = 20 / len(WORKING)
    assert len(WORKING) == 20
    assert values("average_daily_users stickiness daily_seat_share", behavior) == [average, average / 4, average / 10]


def test_a_young_account_is_measured_by_the_days_it_was_there() -> None:
    behavior = crowd({1: 2}, ((WORKING[0], 3), (WORKING[1], 1)), signed_up_at=NOW - 3 * DAY)

    assert WORKING[0] == TODAY - 2 * DAY
    assert value_of("usage.average_daily_users", behavior) == 2
    assert value_of("usage.average_daily_users", crowd({1: 0}, signed_up_at=NOW - DAY)) is None


def test_where_nobody_was_active_nothing_is_done_and_nothing_is_unknown() -> None:
    behavior = crowd(seats=5)

    names = "daily_users monthly_users average_daily_users stickiness seat_utilization daily_seat_share events_per_user"
    assert values(names, behavior) == [0] * 7


def test_where_all_activity_is_nobodys_there_is_no_telling_how_many_people_that_is() -> None:
    behavior = crowd(unnamed=TODAY - DAY, contacts=(ADMIN, USER), seats=5)

    names = "daily_users monthly_users average_daily_users stickiness seat_utilization active_teams events_per_user"
    assert values(names, behavior) == [None] * 7
    assert ask("usage.monthly_users <= 1", behavior).unknown == "nobody says whose the activity is"
    assert value_of("people.admin_days_away", behavior) is None
    assert value_of("usage.monthly_users", crowd({1: 3}, unnamed=TODAY)) == 1


def test_a_silent_feed_takes_nobody_away_and_leaves_averages_unknown() -> None:
    behavior = crowd({1: 4, 2: 4}, ((WORKING[3], 2),), seats=4, feeds=SILENT)

    assert ask("usage.monthly_users >= 2 and usage.seat_utilization >= 50%", behavior).value is True
    assert ask("usage.monthly_users <= 2", behavior).value is None
    assert values("average_daily_users stickiness daily_seat_share events_per_user", behavior) == [None] * 4


def test_an_outage_in_the_month_leaves_averages_unknown_and_counts_as_they_are() -> None:
    outage = {"product": (Return(NOW - 20 * DAY, NOW - 17 * DAY),)}
    behavior = replace(crowd({1: 4}, ((WORKING[3], 2),)), returns=outage)

    assert values("average_daily_users stickiness events_per_user", behavior) == [None] * 3
    assert value_of("usage.monthly_users", behavior) == 1
    assert value_of("usage.average_daily_users", replace(behavior, returns={})) == 0.1


@pytest.mark.parametrize("seats", [None, 0])
def test_without_seats_there_is_no_share_of_them(seats: int | None) -> None:
    lacking = "account.seats is not known" if seats is None else "account.seats is 0"

    assert ask("usage.seat_utilization > 80%", crowd({1: 0}, seats=seats)).unknown == lacking


def test_a_team_is_active_when_somebody_of_it_was() -> None:
    assert value_of("usage.active_teams", crowd({1: 3, 2: 40, 3: 29, 5: 0}, contacts=TEAMS)) == 2
    assert ask("usage.active_teams > 1", crowd({5: 0}, contacts=TEAMS[4:])).unknown == "nobody told us of teams"


@pytest.mark.parametrize(
    ("seen", "contacts", "signed_up", "away"),
    [
        ({1: 5, 2: 0}, (ADMIN, USER), 300, 5), ({1: 0}, (ADMIN,), 300, 0), ({2: 0}, (ADMIN, USER), 300, None),
        ({2: 0}, (ADMIN, USER), 20, 20), ({1: 9, 3: 0}, (ADMIN, GONE), 300, 9), ({1: 130}, (ADMIN,), 300, None),
    ],
)  # fmt: skip
def test_admins_are_away_since_one_of_them_was_seen_last(
    seen: dict[int, int], contacts: tuple[Contact, ...], signed_up: int, away: int | None
) -> None:
    behavior = crowd(seen, contacts=contacts, signed_up_at=NOW - signed_up * DAY)

    assert value_of("people.admin_days_away", behavior) == away
    assert ask("people.admin_days_away > 14 days", behavior).value is (away is None or away > 14)


def test_no_admin_is_not_away() -> None:
    assert ask("people.admin_days_away > 14 days", crowd({2: 0}, contacts=(USER, GONE))).value is None


def test_silence_does_not_send_admins_away() -> None:
    assert ask("people.admin_days_away > 2 days", crowd({1: 4}, contacts=(ADMIN,), feeds=SILENT)).value is None


def test_how_much_is_done_is_the_cores_events_by_head() -> None:
    done = Usage(50, NOW - 60 * DAY, NOW, ((TODAY - 40 * DAY, 20), (TODAY - 3 * DAY, 24), (TODAY, 6)))

    behavior = replace(crowd({1: 3, 2: 0, 3: 50}), usage={"task completed": done, "signed in": done})

    assert value_of("usage.events_per_user", behavior) == 15


def test_users_of_an_event_are_those_who_did_it_in_the_window() -> None:
    users = {1: TODAY, 2: TODAY - 6 * DAY, 3: TODAY - 7 * DAY}
    usage = {"board viewed": Usage(9, NOW, NOW, users=users, unnamed=TODAY)}

    assert ask('usage.users("board viewed", 7 days) == 2', account(usage)).value is True
    assert ask('usage.users("board viewed", 7 days) == 0', account()).value is True
    assert ask('usage.users("board viewed", 7 days) < 3', account(usage, SILENT)).value is None


def test_what_nobody_in_particular_did_has_no_users_to_count() -> None:
    usage = {"board viewed": Usage(9, NOW, NOW, unnamed=TODAY - 3 * DAY)}

    assert ask('usage.users("board viewed", 7 days) == 0', account(usage)).unknown == (
        "of “board viewed” nobody says who did it"
    )
    assert ask('usage.users("board viewed", 2 days) == 0', account(usage)).value is True


def test_only_what_a_figure_needs_is_gathered() -> None:
    activity = frozenset({"signed in"})

    assert CATALOG.needs(["usage.monthly_users"]) == {Seen(activity, 30)}
    assert CATALOG.needs(["usage.stickiness"]) == {Seen(activity, 30), Daily(activity, 30)}
    assert CATALOG.needs(["people.admin_days_away"]) == {Seen(activity, 120)}
    assert CATALOG.functions["usage.users"].needs("board viewed", 7) == {Users("board viewed", 7)}
