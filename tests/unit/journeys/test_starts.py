"""Journeys that start from an event: who starts, when, and what the run is called."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.behavior import Behavior, Usage
from journeys.decisions import Decline, Enter
from journeys.definition import Journey
from journeys.engine import admit
from journeys.load import read_journey
from journeys.needs import Counts
from journeys.start import EventStart, TraitStart
from tests.unit.journeys.stage import HEAD, MONDAY, account, book, journey

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FROM_EVENT = HEAD.replace("starts: account.signed_up_at", "starts: {event: payment failed}")
EACH = FROM_EVENT + "occurrence: each\n"
MAIL = "- {id: mail, day: 0, email: onboarding/welcome}"
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"}))
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


def failed(at: datetime, now: datetime = MONDAY, zone: str = "UTC", silent: tuple[str, ...] = ()) -> Behavior:
    """An account whose payment failed then, and never before."""
    return replace(account(now, zone=zone, silent=silent), usage={"payment failed": Usage(1, at, at)})


def mistakes(head: str) -> list[str]:
    with pytest.raises(ExceptionGroup) as caught:
        read_journey(f"{head}steps:\n  {MAIL}\n", "journeys/definitions/x.yaml", book().program, None, ())
    return [one.msg for one in caught.value.exceptions if isinstance(one, SyntaxError)]


def test_day_zero_is_when_it_last_happened() -> None:
    began = MONDAY - 2 * HOUR
    evidence = {'the last "payment failed"': began.isoformat()}
    assert admit(MONDAY, journey(MAIL, FROM_EVENT), failed(began)) == Enter(
        "once", began, "A test is for every account", evidence
    )


def test_what_it_starts_from_is_gathered() -> None:
    plan = journey(MAIL, FROM_EVENT)
    assert Counts("payment failed") in plan.needs
    assert isinstance(plan.starts, EventStart)
    assert isinstance(journey(MAIL).starts, TraitStart)


def test_without_the_event_nobody_starts() -> None:
    evidence = {'the last "payment failed"': None}
    declined = Decline("once", '"payment failed" has never happened', evidence=evidence, quiet=True)
    assert admit(MONDAY, journey(MAIL, FROM_EVENT), account(MONDAY)) == declined


def test_while_its_feed_is_silent_nobody_concludes_that_it_never_happened() -> None:
    admission = admit(MONDAY, journey(MAIL, FROM_EVENT), account(MONDAY, silent=["billing"]))
    assert isinstance(admission, Decline)
    assert admission.because.startswith('Whether "payment failed" happened cannot be told: the billing feed')
    assert admission.until == MONDAY + DAY


def test_what_happened_happened_even_if_its_feed_is_silent_now() -> None:
    assert isinstance(admit(MONDAY, journey(MAIL, FROM_EVENT), failed(MONDAY - HOUR, silent=("billing",))), Enter)


def test_what_is_long_past_starts_nobody() -> None:
    admission = admit(MONDAY, journey(MAIL, FROM_EVENT), failed(MONDAY - 40 * DAY))
    because = 'The whole journey is past: the last "payment failed" is 26 Nov 2025, 40 days ago'
    assert isinstance(admission, Decline)
    assert admission.because == because


def test_what_is_dated_in_the_future_is_asked_about_again_then() -> None:
    admission = admit(MONDAY, journey(MAIL, FROM_EVENT), failed(MONDAY + HOUR))
    assert isinstance(admission, Decline)
    assert (admission.until, admission.because[-25:]) == (MONDAY + HOUR, "and that is still to come")


def test_each_run_is_called_by_the_day_at_the_account() -> None:
    late = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)  # Tuesday already in Auckland
    here, there = (
        admit(late, journey(MAIL, EACH), failed(late, late, zone)).occurrence for zone in ("UTC", "Pacific/Auckland")
    )
    assert (here, there) == ("payment failed:2026-01-05", "payment failed:2026-01-06")
    assert admit(MONDAY, journey(MAIL, EACH), account(MONDAY)).occurrence == "payment failed"


@given(MOMENTS, st.timedeltas(timedelta(0), 20 * DAY), ZONES, st.sampled_from([FROM_EVENT, EACH]))
def test_who_starts_starts_at_the_event_and_only_while_a_step_can_be_met(
    at: datetime, age: timedelta, zone: str, head: str
) -> None:
    plan: Journey = journey(MAIL, head)
    admission = admit(at + age, plan, failed(at, at + age, zone))
    day = at.astimezone(ZoneInfo(zone)).date()
    assert admission.occurrence == ("once" if head is FROM_EVENT else f"payment failed:{day}")
    if isinstance(admission, Enter):
        assert admission.started_at == at
    assert isinstance(admission, Enter) or age >= 4 * DAY


@pytest.mark.parametrize(
    ("head", "message"),
    [
        (
            EACH.replace("payment failed", "project craeted"),
            'an event "project craeted"; did you mean "project created"',
        ),
        (EACH.replace("payment failed", "health fel"), 'did you mean "health fell"'),
        (EACH.replace("{event: payment failed}", "{evnt: payment failed}"), 'did you mean "event"'),
        (EACH.replace("{event: payment failed}", "{event: payment failed, day: 3}"), 'starts has no "day"'),
        (HEAD + "occurrence: each\n", "each is for what happens again and again"),
    ],
)
def test_a_mistake_in_the_start_says_the_way_out(head: str, message: str) -> None:
    assert any(message in said for said in mistakes(head)), mistakes(head)
