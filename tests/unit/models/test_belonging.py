"""Belonging: where somebody was at a moment, and what a move told late changes."""

from datetime import UTC, date, datetime, timedelta

from models.belonging import Belonging, Home, belong, home_at, latest_home

ACME, GLOBEX = Home("acme", 2), Home("globex", 1)
START = datetime(2026, 2, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def moved() -> Belonging:
    return {START: ACME, START + 2 * DAY: GLOBEX}


def test_somebody_is_where_they_last_went_and_before_that_where_they_began() -> None:
    homes = [home_at(moved(), START + days * DAY) for days in (-5, 0, 1, 2, 9)]

    assert homes == [ACME, ACME, ACME, GLOBEX, GLOBEX]
    assert latest_home(moved()) == GLOBEX


def test_a_day_counts_from_its_start_in_utc() -> None:
    assert [home_at(moved(), date(2026, 2, day)) for day in (2, 3)] == [ACME, GLOBEX]


def test_the_first_account_ever_told_moves_nothing() -> None:
    assert belong({}, ACME, START, START) == "stays"


def test_what_was_so_anyway_is_noted_and_moves_nothing() -> None:
    belonging = moved()

    assert belong(belonging, ACME, START + DAY, START) == "stays"
    assert len(belonging) == 3


def test_another_account_in_between_moves_what_happened() -> None:
    assert belong(moved(), GLOBEX, START + DAY, START) == "moves"
    assert belong(moved(), GLOBEX, START - DAY, START) == "moves"


def test_of_two_accounts_told_of_one_moment_the_greater_key_stands() -> None:
    assert belong(moved(), GLOBEX, START, START) == "moves"
    assert belong(moved(), ACME, START + 2 * DAY, START) == ""


def test_told_as_of_now_only_news_is_noted() -> None:
    belonging = moved()

    assert belong(belonging, GLOBEX, None, START + 9 * DAY) == ""
    assert belong(belonging, ACME, None, START + 9 * DAY) == "moves"
    assert latest_home(belonging) == ACME
