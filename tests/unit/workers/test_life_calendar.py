"""Journeys from the calendar: once in every month or quarter of an account's own, whatever its clock does."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.anniversary import Anniversaries, months_later, name_of
from journeys.behavior import Behavior
from journeys.decisions import Decline, Enter
from journeys.definition import Journey
from journeys.engine import admit
from journeys.needs import Shared
from journeys.start import Period
from tests.unit.journeys.stage import HEAD, account, journey
from tests.unit.workers.life import Life

DAY = timedelta(days=1)
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"}))
MAIL = "- {id: mail, day: 0, email: onboarding/welcome}"


def calendar(every: str) -> str:
    return HEAD.replace("account.signed_up_at", f"{{every: {every}}}")


MONTHLY, QUARTERLY = (journey(MAIL, calendar(every), every) for every in ("month", "quarter"))


def since(day: str | None, now: datetime, zone: str = "UTC", key: str = "acme", *, shared: bool = False) -> Behavior:
    """An account that signed up on that day, at noon."""
    signed_up_at = datetime.fromisoformat(f"{day}T12:00:00+00:00") if day else None
    found = replace(account(now, zone=zone, signed_up_at=signed_up_at), key=key)
    return replace(found, shared=frozenset({"account.signed_up_at"})) if shared else found


def on(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T10:00:00+00:00")


@pytest.mark.parametrize(
    ("signed_up", "today", "run", "begins"),
    [
        ("2026-11-17", "2027-01-18", "2027-01", "2027-01-17"),
        ("2026-12-31", "2027-02-28", "2027-02", "2027-02-28"),
        ("2026-12-31", "2027-03-31", "2027-03", "2027-03-31"),
        ("2027-01-31", "2028-03-01", "2028-02", "2028-02-29"),
    ],
)
def test_a_month_is_counted_from_the_day_of_signing_up(signed_up: str, today: str, run: str, begins: str) -> None:
    admission = admit(on(today), MONTHLY, since(signed_up, on(today)))
    assert isinstance(admission, Enter)
    assert (admission.occurrence, admission.started_at.date().isoformat()) == (run, begins)


def test_a_quarter_is_three_months_and_called_by_the_one_it_begins_in() -> None:
    admission = admit(on("2027-02-18"), QUARTERLY, since("2026-11-17", on("2027-02-18")))
    assert isinstance(admission, Enter)
    assert (admission.occurrence, admission.started_at.date()) == ("2027-Q1", date(2027, 2, 17))


def test_the_first_comes_a_whole_period_after_the_day_it_is_counted_from() -> None:
    admission = admit(on("2026-11-20"), QUARTERLY, since("2026-11-17", on("2026-11-20")))
    assert isinstance(admission, Decline)
    assert admission.because == "The first quarter begins on 2027-02-17, and that is still to come"
    assert admission.until == datetime(2027, 2, 17, tzinfo=UTC)


def test_who_is_through_with_a_period_is_asked_again_when_the_next_begins() -> None:
    life, now = Life(MONTHLY), on("2027-01-18")
    life.look(now, since("2026-11-17", now))
    wakes = life.look(now + DAY, since("2026-11-17", now + DAY))
    assert (life.entered, wakes) == (["2027-01"], datetime(2027, 2, 17, tzinfo=UTC))


def test_what_is_long_past_in_a_period_is_left_out() -> None:
    admission = admit(on("2027-01-30"), MONTHLY, since("2026-11-17", on("2027-01-30")))
    assert isinstance(admission, Decline)
    assert "The whole journey is past" in admission.because


@pytest.mark.parametrize("shared", [False, True])
def test_without_a_day_of_their_own_accounts_are_spread_over_the_period(shared: bool) -> None:
    now, day = on("2027-06-15"), "2026-01-01" if shared else None
    lives = [Life(MONTHLY) for _ in range(280)]
    fired: Counter[date] = Counter()
    for number, life in enumerate(lives):
        for ahead in range(30):
            moment = now + ahead * DAY
            life.look(moment, since(day, moment, key=f"account {number}", shared=shared))
        fired.update(moment.date() for moment in life.began.values())
    assert sum(fired.values()) >= 280
    assert max(fired.values()) < 30


def test_who_shares_the_day_is_gathered() -> None:
    assert Shared("account.signed_up_at") in MONTHLY.needs


def test_a_day_that_turns_out_to_be_shared_gives_no_second_run() -> None:
    life = Life(MONTHLY)
    for ahead in range(60):
        now = on("2027-01-10") + ahead * DAY
        life.look(now, since("2026-11-17", now, key="x", shared=ahead > 20))
    assert len(life.entered) == len({*life.entered}) == 2


def test_whoever_moves_to_another_zone_gets_no_second_run() -> None:
    life = Life(MONTHLY)
    late = "2026-11-30"
    for ahead in range(4):
        now = datetime(2027, 3, 30, 11, tzinfo=UTC) + ahead * DAY
        zone = "Pacific/Kiritimati" if ahead > 1 else "UTC"  # where it was the 1st of December by then
        life.look(now, since(late, now, zone))
    assert life.entered == ["2027-03"]


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 40))
def test_months_later_is_the_same_day_or_the_last_there_is(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + DAY).day == 1)


@given(
    st.sampled_from(["month", "quarter"]),
    st.none() | st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    st.text(max_size=3),
    st.dates(date(2025, 1, 1), date(2030, 1, 1)),
)
def test_every_day_lies_between_one_anniversary_and_the_next(
    every: str, anchor: date | None, seed: str, today: date
) -> None:
    days = Anniversaries("quarter" if every == "quarter" else "month", anchor, seed)
    last, following = days.last(today), days.next(today)
    assert following > today
    assert last is None or last <= today
    assert last is None or 28 <= (following - last).days <= (31 if every == "month" else 92)
    assert anchor is None or following >= months_later(anchor, 1 if every == "month" else 3)


@given(
    st.sampled_from(["month", "quarter"]),
    st.none() | st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    st.text(max_size=3),
    st.dates(date(2025, 1, 1), date(2030, 1, 1)),
)
def test_every_month_and_quarter_has_one_and_it_never_drifts(
    every: str, anchor: date | None, seed: str, today: date
) -> None:
    period: Period = "quarter" if every == "quarter" else "month"
    days = Anniversaries(period, anchor, seed)
    dates = [days.next(today)]
    for _ in range(50):
        dates.append(days.next(dates[-1]))
    periods = [day.year * 12 + day.month for day in dates]
    assert {later - earlier for earlier, later in pairwise(periods)} == {1 if period == "month" else 3}
    assert len({name_of(day, period) for day in dates}) == len(dates)
    wanted = max(day.day for day in dates)
    assert all(day.day == wanted or (day + DAY).day == 1 for day in dates)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Australia/Lord_Howe"])
def test_whoever_signed_up_on_29_february_has_every_month_and_quarter_and_the_29th_back_after_four_years(
    zone: str,
) -> None:
    born = datetime(2028, 2, 29, 23, 30, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    monthly, quarterly = Life(MONTHLY), Life(QUARTERLY)
    for life in (monthly, quarterly):
        now = born
        while now < on("2032-03-02"):
            now = max(life.look(now, account(now, zone=zone, signed_up_at=born)), now + timedelta(hours=1))
    days = [began.astimezone(ZoneInfo(zone)).date() for began in monthly.began.values()]
    assert (len(monthly.entered), len(quarterly.entered)) == (48, 16)
    assert {day.day for day in days if day.month != 2} == {29}
    assert [str(day) for day in days if day.month == 2] == ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]


@given(
    st.sampled_from([MONTHLY, QUARTERLY]),
    st.dates(date(2024, 1, 1), date(2026, 1, 1)),
    ZONES,
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    st.lists(st.timedeltas(timedelta(hours=1), 12 * DAY), min_size=1, max_size=40),
)
@settings(max_examples=60, deadline=None)
def test_no_period_comes_twice_and_each_begins_within_itself(
    plan: Journey, signed_up: date, zone: str, now: datetime, steps: list[timedelta]
) -> None:
    life = Life(plan)
    for step in steps:
        now += step
        life.look(now, since(signed_up.isoformat(), now, zone))
    assert len(life.entered) == len({*life.entered})
    for run, began in life.began.items():
        day = began.astimezone(ZoneInfo(zone)).date()
        assert run == (f"{day:%Y-%m}" if plan is MONTHLY else f"{day:%Y}-Q{(day.month + 2) // 3}")
