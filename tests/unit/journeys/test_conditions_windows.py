"""Conditions: windows and days since, against brute force over the bare moments at which things happened."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from journeys.behavior import Behavior, Usage
from tests.unit.journeys.small_program import CATALOG, account, ask

ZONES = st.sampled_from(
    ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "Australia/Lord_Howe", "America/New_York",
     "Europe/London", "America/Havana", "Africa/Casablanca", "Asia/Beirut", "America/Santiago", "Antarctica/Troll"]
)  # fmt: skip
NOWS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
AGES = st.lists(st.integers(0, 45 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)), max_size=30)


def behaved(event: str, moments: list[datetime], zone: str, now: datetime) -> Behavior:
    """Roll the moments up as the tables do: a total, and counts per local day."""
    days = Counter(moment.astimezone(ZoneInfo(zone)).date() for moment in moments)
    usage = {event: Usage(len(moments), min(moments), max(moments), tuple(sorted(days.items())))} if moments else {}
    return account(usage, {"product": now, "billing": now}, zone)


def local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


@given(NOWS, AGES, ZONES, st.integers(1, 40))
def test_a_window_counts_the_local_days_that_end_today(
    now: datetime, ages: list[timedelta], zone: str, days: int
) -> None:
    moments = [now - age for age in ages]
    today = local_day(now, zone)
    wanted = {today - timedelta(days=back) for back in range(days)}
    expected = sum(local_day(moment, zone) in wanted for moment in moments)

    answer = ask(f"usage.count('signed in', {days} days) == {expected}", behaved("signed in", moments, zone, now), now)

    assert answer.value is True


@given(NOWS, AGES, ZONES)
def test_days_since_are_the_local_days_since_the_last_one(now: datetime, ages: list[timedelta], zone: str) -> None:
    moments = [now - age for age in ages]
    expected = min(((local_day(now, zone) - local_day(moment, zone)).days for moment in moments), default="never")

    answer = ask("usage.days_since('signed in') >= 0", behaved("signed in", moments, zone, now), now)

    assert answer.evidence["usage.days_since('signed in')"] == expected


@given(NOWS, AGES, ZONES)
def test_a_feature_is_in_use_when_it_was_used_on_one_of_the_last_30_local_days(
    now: datetime, ages: list[timedelta], zone: str
) -> None:
    moments = [now - age for age in ages]
    month = {local_day(now, zone) - timedelta(days=back) for back in range(30)}
    expected = 0.25 * any(local_day(moment, zone) in month for moment in moments)

    behavior = behaved("board viewed", moments, zone, now)

    assert CATALOG.value(now, behavior, "usage.feature_adoption") == expected


@given(NOWS, AGES, ZONES)
def test_active_days_are_local_days_with_activity(now: datetime, ages: list[timedelta], zone: str) -> None:
    moments = [now - age for age in ages]
    month = {local_day(now, zone) - timedelta(days=back) for back in range(30)}

    behavior = behaved("signed in", moments, zone, now)

    expected = len({local_day(moment, zone) for moment in moments} & month)
    assert CATALOG.value(now, behavior, "usage.active_days") == expected
