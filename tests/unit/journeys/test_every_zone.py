"""The changes of the clocks of a year in every IANA zone: days, windows, and a journey that leads across them."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from journeys.decisions import Hold, Send, Wait
from journeys.schedule import day_begins
from journeys.window import Window
from tests.unit.journeys.stage import account, at, journey, walked

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
SUMMER = datetime(2026, 7, 1, tzinfo=UTC)
EVERY = tuple(ZoneInfo(name) for name in sorted(available_timezones() - {"localtime", "Factory"}))
AROUND = (-26 * HOUR, -HOUR, -MINUTE, timedelta(0), MINUTE, HOUR, 26 * HOUR)
WEEK = frozenset(range(7))
WINDOWS = (Window(), Window(time(1, 30), time(3), WEEK), Window(time(0), time(1), WEEK))
MAIL = "{{id: d{day}, day: {day}, email: onboarding/welcome, late: {{within: 9 days, otherwise: send}}}}"
PLAN = journey("\n".join("- " + MAIL.format(day=day) for day in range(3)))


@cache
def changes() -> dict[ZoneInfo, list[datetime]]:
    """Answer for every zone the moments of 2026 at which its clocks change, and one in summer."""
    return {zone: [SUMMER, *_changes(zone)] for zone in EVERY}


def _changes(zone: ZoneInfo) -> Iterator[datetime]:
    for number in range(365):
        moment = datetime(2026, 1, 1, tzinfo=UTC) + number * DAY
        if _offset(moment, zone) != _offset(moment + DAY, zone):
            yield _between(moment, moment + DAY, zone)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def _between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    while after - before > MINUTE:
        middle = before + (after - before) // 2
        before, after = (middle, after) if _offset(middle, zone) == _offset(before, zone) else (before, middle)
    return after.replace(second=0, microsecond=0)


def moments() -> Iterator[tuple[ZoneInfo, datetime]]:
    """Answer moments around every change in every zone."""
    yield from ((zone, change + apart) for zone, found in changes().items() for change in found for apart in AROUND)


def test_the_clocks_of_many_zones_change() -> None:
    assert len(EVERY) > 400
    assert sum(len(found) > 1 for found in changes().values()) > 100


def test_a_day_begins_on_its_date_and_nowhere_before() -> None:
    for zone, now in moments():
        for day in (1, 2):
            begins, date = day_begins(now, day, zone), now.astimezone(zone).date() + day * DAY
            assert begins > now
            assert begins.astimezone(zone).date() == date
            assert (begins - MINUTE).astimezone(zone).date() < date


def test_a_window_opens_within_its_hours_and_not_later_than_it_could() -> None:
    for zone, now in moments():
        for window in WINDOWS:
            opening = window.next_opening(now, zone)
            assert opening >= now
            assert window.opens <= opening.astimezone(zone).time() < window.closes
            skipped = _offset(opening, zone) != _offset(
                opening - 2 * HOUR, zone
            )  # it begins in an hour that there is not
            assert opening == now or skipped or not window.is_open(opening - MINUTE, zone)
            tried = range((opening - now) // HOUR - skipped)
            assert not any(window.is_open(now + hours * HOUR, zone) for hours in tried)


def test_a_journey_that_leads_across_a_change_mails_once_a_day_within_office_hours() -> None:
    for zone, found in changes().items():
        for change in found:
            mails = _played(zone, change - 30 * HOUR)
            assert [step for step, _ in mails] == ["d0", "d1", "d2"]
            assert all(9 <= sent.hour < 17 and sent.weekday() < 5 for _, sent in mails), (zone, mails)
            assert len({sent.date() for _, sent in mails}) == 3


def _played(zone: ZoneInfo, start: datetime) -> list[tuple[str, datetime]]:
    """Answer the steps that mailed, and when by the clock there, looking exactly when somebody wants to."""
    now, position, mails = start, at(PLAN, "d0", start), list[tuple[str, datetime]]()
    while True:
        decisions, stands = walked(now, PLAN, position, account(now, zone=zone.key, signed_up_at=start))
        mails += [(one.step, now.astimezone(zone)) for one in decisions if isinstance(one, Send)]
        if stands is None:
            return mails
        last = decisions[-1]
        assert isinstance(last, Wait | Hold)
        assert last.until > now
        now, position = last.until, stands
