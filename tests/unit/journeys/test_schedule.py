"""Days, windows and working days on the recipient's calendar, across every change of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.schedule import day_begins, work_days_later, zone_of
from journeys.window import Window

BERLIN, NEW_YORK, CAIRO = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Africa/Cairo")
APIA, LONDON = ZoneInfo("Pacific/Apia"), ZoneInfo("Europe/London")
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})).map(ZoneInfo)
COUNTRIES = st.sampled_from(["", "DE", "GB", "JP", "SA", "US", "ZZ"])
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))
TIMES = st.times().map(lambda at: at.replace(microsecond=0))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_day_seven_begins_at_the_recipients_midnight() -> None:
    assert day_begins(utc("2026-01-05T10:00"), 7, NEW_YORK) == utc("2026-01-12T05:00")


def test_the_starts_own_date_is_read_in_the_recipients_zone() -> None:
    late_evening_in_new_york = utc("2026-01-06T03:00")
    assert day_begins(late_evening_in_new_york, 1, NEW_YORK) == utc("2026-01-06T05:00")


def test_a_day_is_a_date_even_when_the_clocks_change() -> None:
    assert day_begins(utc("2026-03-28T12:00"), 2, BERLIN) == utc("2026-03-29T22:00")


def test_a_skipped_midnight_begins_with_the_change_of_the_clocks() -> None:
    begins = day_begins(utc("2026-04-23T12:00"), 1, CAIRO)
    assert begins == utc("2026-04-23T22:00")
    assert begins.astimezone(CAIRO).time() == time(1)


def test_a_date_that_a_country_skipped_begins_with_the_next_one() -> None:
    assert day_begins(utc("2011-12-29T12:00"), 1, APIA) == day_begins(utc("2011-12-29T12:00"), 2, APIA)


def test_negative_days_count_back() -> None:
    assert day_begins(utc("2026-01-05T10:00"), -5, BERLIN) == utc("2025-12-30T23:00")


@given(MOMENTS, st.integers(1, 400), ZONES)
def test_days_begin_after_the_start_and_in_order(start: datetime, day: int, zone: ZoneInfo) -> None:
    assert start < day_begins(start, day, zone) <= day_begins(start, day + 1, zone)


@given(MOMENTS, st.integers(1, 400), ZONES)
def test_a_day_begins_on_its_date_or_on_the_one_after_a_skipped_one(start: datetime, day: int, zone: ZoneInfo) -> None:
    date_meant = start.astimezone(zone).date() + timedelta(days=day)
    begins = day_begins(start, day, zone)
    assert begins.astimezone(zone).date() - date_meant in (timedelta(0), timedelta(days=1))
    assert (begins - timedelta(seconds=1)).astimezone(zone).date() < date_meant


def test_the_first_zone_that_exists_is_taken() -> None:
    assert zone_of(None, "Mars/Olympus", "", "Europe/Berlin", "UTC") == BERLIN


@pytest.mark.parametrize("name", [None, "", "Nowhere", "../etc/passwd", "America", "a\0b"])
def test_a_zone_that_is_none_is_utc(name: str | None) -> None:
    assert zone_of(name) == ZoneInfo("UTC")


def test_an_open_window_opens_now() -> None:
    now = utc("2026-01-05T09:30")
    assert Window().next_opening(now, BERLIN) == now


def test_before_the_window_it_opens_the_same_day() -> None:
    assert Window().next_opening(utc("2026-01-05T05:00"), BERLIN) == utc("2026-01-05T08:00")


def test_the_closing_time_is_outside_the_window() -> None:
    assert not Window().is_open(utc("2026-01-05T16:00"), BERLIN)
    assert Window().is_open(utc("2026-01-05T15:59"), BERLIN)


def test_friday_evening_waits_for_monday() -> None:
    assert Window().next_opening(utc("2026-01-09T20:00"), BERLIN) == utc("2026-01-12T08:00")


def test_a_holiday_is_passed_over() -> None:
    window = Window(holidays=frozenset({date(2026, 1, 12)}))
    assert window.next_opening(utc("2026-01-09T20:00"), BERLIN) == utc("2026-01-13T08:00")


def test_a_window_that_begins_in_a_skipped_hour_opens_after_it() -> None:
    window = Window(opens=time(2, 30), closes=time(6), weekdays=frozenset(range(7)))
    opening = window.next_opening(utc("2026-03-08T05:00"), NEW_YORK)
    assert opening.astimezone(NEW_YORK).time() == time(3, 30)


def test_a_window_inside_a_skipped_hour_opens_the_next_day() -> None:
    window = Window(opens=time(2, 10), closes=time(2, 50), weekdays=frozenset(range(7)))
    assert window.next_opening(utc("2026-03-08T05:00"), NEW_YORK).astimezone(NEW_YORK).date() == date(2026, 3, 9)


def test_a_window_inside_a_repeated_hour_opens_twice() -> None:
    window = Window(opens=time(1, 10), closes=time(1, 50), weekdays=frozenset(range(7)))
    first = window.next_opening(utc("2026-11-01T04:00"), NEW_YORK)
    assert window.next_opening(first + timedelta(minutes=45), NEW_YORK) == first + timedelta(hours=1)


def test_a_public_holiday_of_the_country_is_passed_over() -> None:
    easter_monday = utc("2026-04-06T09:00")
    window = Window(public=True)
    assert window.in_country("GB").next_opening(easter_monday, LONDON) == easter_monday  # Scotland works
    assert window.in_country("DE").next_opening(easter_monday, BERLIN) == utc("2026-04-07T07:00")
    assert window.in_country("DE").holiday_on(date(2026, 4, 6)) == "Easter Monday in DE"


def test_the_monday_that_is_given_for_a_holiday_on_a_saturday_is_one() -> None:
    assert not Window(public=True).in_country("GB").works_on(date(2026, 12, 28))


@pytest.mark.parametrize("country", [None, "", "ZZ", "Germany", 49])
def test_where_the_country_is_not_known_the_companys_dates_alone_count(country: object) -> None:
    window = Window(holidays=frozenset({date(2026, 12, 24)}), public=True).in_country(country)
    assert window.works_on(date(2026, 12, 25))
    assert window.holiday_on(date(2026, 12, 24)) == "A holiday of the company"


def test_a_program_that_does_not_ask_for_public_holidays_works_on_them() -> None:
    assert Window().in_country("DE").works_on(date(2026, 12, 25))


@st.composite
def windows(draw: st.DrawFn) -> Window:
    opens, closes = sorted(draw(st.lists(TIMES, min_size=2, max_size=2, unique=True)))
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return Window(opens, closes, weekdays, public=True).in_country(draw(COUNTRIES))


@given(MOMENTS, ZONES, windows())
def test_the_next_opening_is_open_and_not_past(now: datetime, zone: ZoneInfo, window: Window) -> None:
    opening = window.next_opening(now, zone)
    assert opening >= now
    assert window.is_open(opening, zone)
    assert window.next_opening(opening, zone) == opening


@given(MOMENTS, ZONES)
def test_an_ordinary_window_opens_within_four_days(now: datetime, zone: ZoneInfo) -> None:
    assert Window().next_opening(now, zone) - now <= timedelta(days=4)


def test_two_business_days_after_thursday_is_monday_evening() -> None:
    assert work_days_later(utc("2026-01-08T10:00"), 2, Window(), BERLIN) == utc("2026-01-12T16:00")


def test_no_business_days_on_a_saturday_is_monday() -> None:
    assert work_days_later(utc("2026-01-10T10:00"), 0, Window(), BERLIN) == utc("2026-01-12T16:00")


def test_business_days_leave_out_the_public_holidays_of_the_country() -> None:
    maundy_thursday = utc("2026-04-02T10:00")
    window = Window(public=True).in_country("DE")
    assert work_days_later(maundy_thursday, 1, window, BERLIN) == utc("2026-04-07T15:00")


@given(MOMENTS, ZONES)
def test_each_further_business_day_is_later_than_the_one_before(now: datetime, zone: ZoneInfo) -> None:
    due = [work_days_later(now, days, Window(), zone) for days in range(1, 9)]
    assert all(earlier < later for earlier, later in pairwise(due))
