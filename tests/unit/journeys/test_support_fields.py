"""Support: tickets that are opened, escalated, reopened and solved, and where their number is going."""

from datetime import timedelta

import pytest

from journeys.behavior import Happening, Return
from tests.unit.journeys.happening_stage import NOW, account, because, happened, value


def ticket(key: str, **days_ago: float) -> list[Happening]:
    """A ticket to which these things happened: ticket("a", opened=5, solved=1)."""
    return [happened(f"ticket {what}", ago, ticket=key) for what, ago in days_ago.items()]


def opened(*days_ago: float) -> list[Happening]:
    """Tickets opened so many days ago, each another one."""
    return [happened("ticket opened", ago, ticket=f"t{number}") for number, ago in enumerate(days_ago)]


@pytest.mark.parametrize(
    ("told", "open_tickets"),
    [
        ({"opened": 5}, 1), ({"opened": 5, "solved": 1}, 0), ({"opened": 5, "solved": 5}, 0),
        ({"opened": 5, "solved": 3, "reopened": 1}, 1), ({"opened": 5, "solved": 3, "reopened": 3}, 1),
        ({"opened": 5, "solved": 1, "reopened": 3}, 0), ({"solved": 1}, 0), ({"escalated": 1}, 1),
        ({"opened": 5, "solved": 3, "escalated": 1}, 0),
    ],
)  # fmt: skip
def test_a_ticket_is_open_until_it_is_solved_and_again_once_it_is_reopened(
    told: dict[str, float], open_tickets: int
) -> None:
    assert value("support.open_tickets", account(*ticket("a", **told))) == open_tickets


def test_a_ticket_solved_though_nobody_told_of_its_opening_is_no_new_one() -> None:
    behavior = account(*ticket("old", solved=1), *ticket("a", opened=2))

    assert (value("support.open_tickets", behavior), value("support.new_tickets", behavior)) == (1, 1)


@pytest.mark.parametrize(
    ("told", "solved"),
    [
        ({"opened": 5}, 0), ({"opened": 5, "solved": 1}, 1), ({"opened": 99, "solved": 89}, 1),
        ({"opened": 99, "solved": 90}, 0), ({"opened": 5, "solved": 3, "reopened": 1}, 0),
        ({"opened": 9, "reopened": 5, "solved": 1}, 1),
    ],
)  # fmt: skip
def test_a_ticket_is_solved_if_it_was_in_the_last_quarter_and_is_not_open_again(
    told: dict[str, float], solved: int
) -> None:
    assert value("support.solved_tickets", account(*ticket("a", **told))) == solved


def test_only_open_tickets_count_as_escalated() -> None:
    behavior = account(*ticket("a", opened=5, escalated=4), *ticket("b", opened=5, escalated=4, solved=1))

    assert value("support.escalated_tickets", behavior) == 1


def test_the_oldest_ticket_is_as_old_as_its_last_opening() -> None:
    behavior = account(*ticket("a", opened=50, solved=40, reopened=3), *ticket("b", opened=6))

    assert value("support.oldest_open_days", behavior) == 6
    assert value("support.oldest_open_days", account(*ticket("a", opened=50, solved=40))) == 0


def test_a_ticket_told_of_twice_is_one_ticket_since_the_first_time() -> None:
    behavior = account(*ticket("a", opened=40), *ticket("a", opened=5))

    assert (value("support.open_tickets", behavior), value("support.new_tickets", behavior)) == (1, 0)
    assert value("support.oldest_open_days", behavior) == 40


def test_new_tickets_are_those_of_the_last_30_days_of_the_accounts_calendar() -> None:
    behavior = account(*opened(0, 29, 29.5, 30), zone="Pacific/Auckland")  # it is 1:00 on the 23rd there

    assert value("support.new_tickets", behavior) == 2
    assert value("support.new_tickets", account(*opened(0, 29, 29.5, 30))) == 3


def test_reopened_tickets_are_those_of_the_last_90_days() -> None:
    behavior = account(*ticket("a", opened=200, solved=190, reopened=90), *ticket("b", opened=9, solved=8, reopened=7))

    assert value("support.reopened_tickets", behavior) == 1


@pytest.mark.parametrize(
    ("now", "before", "change", "trend"),
    [
        (0, 0, 0, "stable"), (1, 0, 1, "stable"), (2, 0, 2, "rising"), (2, 1, 1, "stable"), (3, 1, 2, "rising"),
        (6, 5, 0.2, "stable"), (12, 10, 0.2, "stable"), (13, 10, 0.3, "rising"), (8, 10, -0.2, "stable"),
        (7, 10, -0.3, "falling"), (0, 1, -1, "stable"), (0, 2, -1, "falling"),
    ],
)  # fmt: skip
def test_the_trend_is_a_change_by_more_than_a_fifth_and_by_two_at_least(
    now: int, before: int, change: float, trend: str
) -> None:
    behavior = account(*opened(*[29] * now, *[30] * (before // 2), *[59] * (before - before // 2), 60))

    assert (value("support.ticket_change", behavior), value("support.ticket_trend", behavior)) == (change, trend)


def test_nothing_is_compared_with_days_of_which_the_feed_did_not_tell() -> None:
    out = {"support": (Return(NOW - timedelta(days=70), NOW - timedelta(days=50)),)}
    behavior = account(*opened(1, 2, 3), returns=out)

    assert value("support.ticket_trend", behavior) == "cannot tell"
    assert because("support.ticket_change", behavior).startswith("the support feed was silent from")
    assert value("support.new_tickets", behavior) == 3


def test_behind_a_silent_feed_there_may_be_more_tickets_and_the_open_ones_may_be_solved() -> None:
    behavior = account(*opened(1, 2), silent=True)

    assert value("support.new_tickets", behavior) == (2, float("inf"))
    names = ("open_tickets", "escalated_tickets", "oldest_open_days", "ticket_change", "ticket_trend")
    assert {value(f"support.{name}", behavior) for name in names} == {"cannot tell"}


def test_csat_is_the_mean_of_the_last_90_days() -> None:
    behavior = account(
        happened("ticket solved", 89, ticket="a", csat=4), happened("csat answered", 3, score=5),
        happened("csat answered", 3, score=3), happened("csat answered", 90, score=1),
        happened("ticket solved", ticket="b"),
    )  # fmt: skip

    assert value("support.csat", behavior) == 4


def test_a_ticket_is_judged_once_and_the_newest_word_counts() -> None:
    solved, answered = (
        happened("ticket solved", 5, ticket="a", csat=2),
        happened("csat answered", 4, ticket="a", score=5),
    )

    assert value("support.csat", account(solved, answered)) == 5


def test_csat_is_absent_if_nobody_answered_and_kept_if_the_feed_falls_silent() -> None:
    assert value("support.csat", account(*ticket("a", opened=3, solved=2))) == "absent"
    assert value("support.csat", account(silent=True)) == "cannot tell"
    assert value("support.csat", account(happened("csat answered", 3, score=4), silent=True)) == 4
