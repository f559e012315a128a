"""Payment recovery as it ships, against the playbook: helpful, then clearer, and silent once it is paid."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from journeys.behavior import Behavior, Contact, Said
from journeys.decisions import Decision, Decline, Enter, Hold, Leave, Send, Skip, Wait
from journeys.engine import admit, decide
from tests.unit.journeys.lives import ADMIN, NOW, ago, did, having
from tests.unit.journeys.stage import at, book, done, walked

PAYMENT = book().journeys["payment-recovery"]
PAYER = Contact(5, "pay@acme.example", "Pat", role="billing")


def failed(days: float, *told: Any, **more: Any) -> Behavior:
    """An account whose payment failed so many days ago, and of which this was told since."""
    return having(told=(did("payment failed", days, invoice="in_1"), *told), **{"contacts": (ADMIN, PAYER)} | more)


def on(day: int, *told: Any, **more: Any) -> Decision:
    """What is decided on that day of the run, of the step that has this day."""
    step = [step for step in PAYMENT.steps if step.day == day][-1]
    return decide(NOW, PAYMENT, at(PAYMENT, step.id, ago(day)), failed(day, *told, **more))


def test_at_once_the_payer_gets_a_helpful_mail_and_the_product_shows_a_banner() -> None:
    first, stands = walked(NOW, PAYMENT, at(PAYMENT, "first-notice", ago(0)), failed(0))

    said = [(one.channel, one.template, one.contact) for one in first if isinstance(one, Send)]
    assert said == [("email", "payment/first-notice", PAYER.id), ("in_app", "payment/banner", ADMIN.id)]
    assert stands == at(PAYMENT, "second-notice", ago(0))


def test_on_days_3_5_and_7_it_becomes_clearer() -> None:
    notices = [done(on(day)) for day in (3, 5, 7)]
    assert notices == ["payment/second-notice", "payment/third-notice", "payment/last-notice"]


def test_on_day_10_a_human_calls_where_the_revenue_matters() -> None:
    assert done(on(10, arr=15_001)) == "payment-at-risk"
    assert isinstance(on(10, arr=15_000), Skip)
    assert isinstance(on(10, arr=None), Skip)


@pytest.mark.parametrize("settled", ["payment succeeded", "payment waived"])
def test_it_stops_the_moment_the_payment_is_made_or_forgone(settled: str) -> None:
    assert isinstance(on(3, did(settled, 0.1, invoice="in_1")), Leave)


def test_a_payment_for_another_invoice_stops_nothing() -> None:
    assert done(on(3, did("payment succeeded", 0.1, invoice="in_2"))) == "payment/second-notice"


def test_behind_a_silent_feed_nobody_is_chased() -> None:
    silent = replace(failed(3), feeds={feed.name: ago(90) for feed in book().program.feeds})
    assert isinstance(decide(NOW, PAYMENT, at(PAYMENT, "second-notice", ago(3)), silent), Hold)


def test_an_invoice_that_is_new_starts_it_and_the_same_one_failing_again_does_not() -> None:
    assert isinstance(admit(NOW, PAYMENT, failed(0)), Enter)
    again = replace(failed(17, did("payment failed", 0, invoice="in_1")), said=(Said("payment/first-notice", ago(17)),))
    assert isinstance(admit(NOW, PAYMENT, again), Decline)


def test_what_failed_while_the_program_was_down_starts_it_although_it_is_old_by_now() -> None:
    never_told = failed(17, did("payment failed", 0, invoice="in_1"))
    assert isinstance(admit(NOW, PAYMENT, never_told), Enter)
    assert isinstance(admit(NOW, PAYMENT, failed(5)), Enter)
    assert isinstance(admit(NOW, PAYMENT, failed(60)), Decline)


def test_it_outranks_every_other_journey_and_counts_as_no_advertising() -> None:
    others = [journey.priority for name, journey in book().journeys.items() if name != "payment-recovery"]
    assert max(others) < PAYMENT.priority
    assert PAYMENT.gap is None


def test_it_writes_on_weekends_because_the_days_are_counted_from_the_failure() -> None:
    sunday = NOW - timedelta(days=3)
    moved = replace(failed(6), feeds={feed.name: sunday for feed in book().program.feeds})
    assert isinstance(decide(sunday, PAYMENT, at(PAYMENT, "second-notice", ago(6)), moved), Send)


@pytest.mark.parametrize("day", range(11))
def test_nobody_gets_two_notices_on_a_day_whenever_the_program_wakes_up(day: int) -> None:
    """From an outage of any length, with everything still to say."""
    decisions, _ = walked(NOW, PAYMENT, at(PAYMENT, "first-notice", ago(day)), failed(day))
    mails = [one.template for one in decisions if isinstance(one, Send) and one.channel == "email"]
    assert len(mails) <= 1


def test_a_holiday_that_moves_a_notice_onto_the_day_of_the_next_one_leaves_that_out() -> None:
    said = (Said("payment/second-notice", ago(0.2), "payment-recovery", "second-notice"),)
    late = replace(failed(5), said=said)
    assert isinstance(decide(NOW, PAYMENT, at(PAYMENT, "third-notice", ago(5)), late), Skip)


def test_each_notice_waits_for_its_day() -> None:
    assert isinstance(decide(NOW, PAYMENT, at(PAYMENT, "second-notice", ago(2)), failed(2)), Wait)
