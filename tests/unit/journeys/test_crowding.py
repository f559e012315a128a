"""How much is enough: caps over days that roll along, and who comes first where two want to speak."""

from dataclasses import replace
from datetime import timedelta

import pytest

from journeys.behavior import Contact, Said
from journeys.caps import NO_CAPS, USUAL, Cap, Caps
from journeys.decisions import Decision, Hold, Send, Skip
from journeys.definition import Journey
from journeys.engine import decide
from tests.unit.journeys.stage import ADMIN, HEAD, MONDAY, account, at, journey

EMAIL = ADMIN.email or ""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PLAN = journey("- {id: mail, day: 0, email: onboarding/welcome}")
PAYMENT = journey("- {id: mail, day: 0, email: onboarding/welcome}", HEAD.replace("kind: onboarding", "kind: payment"))
NO_GAP = replace(PLAN, gap=None)


def mailed(days: float, contact: int = 1, *, email: str = "", commercial: bool = True) -> Said:
    """A mail of so many days ago."""
    said = Said("renewal/invitation", MONDAY - days * DAY, "renewal", "invitation", commercial, contact=contact)
    return replace(said, email=email)


def planned(priority: int, days: float = 0) -> Said:
    """One that was planned so many days ago and did not leave."""
    return replace(mailed(days), planned=True, priority=priority, touchpoint=7)


def decided(
    *said: Said, plan: Journey = NO_GAP, elsewhere: tuple[Said, ...] = (), after: timedelta = 0 * DAY
) -> Decision:
    behavior = replace(account(MONDAY), said=said, said_elsewhere=elsewhere)
    return decide(MONDAY + after, plan, at(plan, "mail"), behavior)


def test_whoever_got_two_mails_within_a_week_gets_none_until_the_first_is_a_week_old() -> None:
    decision = decided(mailed(5), mailed(2))
    assert isinstance(decision, Hold)
    assert (decision.reason, decision.until) == ("cap", MONDAY + 2 * DAY)
    assert decision.because == (
        "This person got 2 mails within 7 days: no more before Wednesday, 7 Jan 2026 10:00 (UTC)"
    )
    first, second = (MONDAY - 5 * DAY).isoformat(), (MONDAY - 2 * DAY).isoformat()
    assert decision.evidence == {"mails before": [{"renewal / invitation": first}, {"renewal / invitation": second}]}


def test_on_that_moment_there_is_room_again() -> None:
    assert isinstance(decided(mailed(7), mailed(2)), Send)


@pytest.mark.parametrize("said", [mailed(2, contact=2), mailed(2, commercial=False)], ids=["somebody else", "service"])
def test_what_others_got_and_what_was_expected_does_not_count(said: Said) -> None:
    assert isinstance(decided(mailed(5), said), Send)


def test_of_an_account_everybody_counts() -> None:
    plan = replace(NO_GAP, caps=Caps(account=Cap(4, 7 * DAY)))
    said = [mailed(days, contact=days) for days in (6, 5, 4, 3)]
    assert isinstance(decided(*said[1:], plan=plan), Send)
    decision = decided(*said, plan=plan)
    assert isinstance(decision, Hold)
    assert (decision.reason, decision.until) == ("cap", MONDAY + DAY)
    assert decision.because.startswith("This account got 4 mails within 7 days: no more before ")


def test_what_left_before_a_cap_was_lowered_counts_too() -> None:
    decision = decided(
        mailed(6),
        mailed(5),
        mailed(4),
    )
    assert isinstance(decision, Hold)
    assert decision.until == MONDAY + 2 * DAY


def test_the_same_address_is_the_same_person_under_another_id_and_at_another_account() -> None:
    twin = mailed(4, contact=9, email=EMAIL)
    assert isinstance(decided(mailed(5), twin), Hold)
    decision = decided(mailed(5), elsewhere=(mailed(4, contact=0, email=EMAIL),))
    assert isinstance(decision, Hold)
    assert "got 2 mails, 1 of them as a member of another account, within 7 days" in decision.because


def test_what_a_person_got_elsewhere_is_a_gap_here_for_them_alone() -> None:
    decision = decided(plan=PLAN, elsewhere=(mailed(0.5, contact=0, email=EMAIL),))
    assert isinstance(decision, Hold)
    assert (decision.reason, decision.until) == ("gap", MONDAY + 8 * HOUR)
    assert decision.because == (
        "This person was mailed on Sunday, 4 Jan 2026 22:00 (UTC) by renewal / invitation, "
        "as a member of another account, and is left alone for 20 hours"
    )
    assert isinstance(decided(plan=PLAN, elsewhere=(mailed(0.5, contact=0, email="bo@other.example"),)), Send)
    assert isinstance(decided(plan=PLAN, elsewhere=(mailed(0.9, contact=0, email=EMAIL),)), Send)


def test_what_a_person_got_elsewhere_is_no_mail_of_this_account() -> None:
    elsewhere = (mailed(0.1, contact=0, email=EMAIL),)
    assert isinstance(decided(plan=replace(NO_GAP, caps=Caps(account=Cap(1, 7 * DAY))), elsewhere=elsewhere), Send)


def test_people_without_an_address_are_not_the_same_person() -> None:
    nobody = Contact(2, None, "Bo")
    behavior = replace(account(MONDAY, contacts=[nobody, ADMIN]), said=(mailed(5, contact=2), mailed(4, contact=2)))
    assert isinstance(decide(MONDAY, NO_GAP, at(NO_GAP, "mail"), behavior), Send)


def test_what_is_capped_until_it_is_too_late_is_skipped_for_that() -> None:
    held = decided(mailed(1), mailed(0.5))
    assert isinstance(held, Hold)
    assert held.until == MONDAY + 4 * DAY  # and no later: then it is too late
    skip = decided(mailed(1), mailed(0.5), after=4 * DAY)
    assert isinstance(skip, Skip)
    assert (skip.reason, "Too late" in skip.because) == ("cap", True)


def test_of_a_gap_and_a_cap_the_one_that_lasts_longer_is_told() -> None:
    decision = decided(mailed(5), mailed(0.5), plan=PLAN)
    assert isinstance(decision, Hold)
    assert (decision.reason, decision.until) == ("cap", MONDAY + 2 * DAY)
    decision = decided(mailed(6.9), mailed(0.5), plan=PLAN)
    assert isinstance(decision, Hold)
    assert (decision.reason, decision.until) == ("gap", MONDAY + 8 * HOUR)


def test_a_payment_knows_neither() -> None:
    assert PAYMENT.caps == NO_CAPS
    assert isinstance(decided(*[mailed(day / 10) for day in range(30)], plan=PAYMENT), Send)


def test_a_mail_that_is_planned_holds_a_less_important_one_and_is_named() -> None:
    decision = decided(planned(80), plan=PLAN)
    assert isinstance(decision, Hold)
    assert decision.reason == "outranked"
    assert decision.because.startswith("Outranked by renewal / invitation, priority 80: ")


def test_of_two_equals_the_one_that_was_planned_holds_the_other() -> None:
    decision = decided(planned(50), plan=PLAN)
    assert isinstance(decision, Hold)
    assert decision.because.startswith("Outranked by renewal / invitation, priority 50, which came first: ")


def test_a_mail_that_is_planned_holds_none_that_is_more_important() -> None:
    assert isinstance(decided(planned(49), plan=PLAN), Send)
    assert isinstance(decided(mailed(5), planned(49)), Send)


def test_what_is_planned_takes_the_last_place() -> None:
    decision = decided(mailed(5), planned(80))
    assert isinstance(decision, Hold)
    assert (decision.reason, decision.until) == ("outranked", MONDAY + DAY + timedelta(minutes=1))  # it may not leave
    assert decision.because == (
        "Outranked by renewal / invitation, priority 80: this person gets no more than 2 in 7 days"
    )


def test_what_is_planned_and_cannot_leave_takes_it_for_a_day() -> None:
    assert isinstance(decided(mailed(5), planned(80, 0.9)), Hold)
    assert isinstance(decided(mailed(5), planned(80, 1)), Send)


def test_where_nobody_says_more_a_person_gets_two_a_week() -> None:
    assert Caps(contact=Cap(2, 7 * DAY)) == USUAL
    assert str(USUAL.contact) == "2 in 7 days"


def test_what_is_planned_makes_nobody_wait_longer_for_a_cap_that_is_used_up_without_it() -> None:
    decision = decided(mailed(5), mailed(2), planned(80))
    assert isinstance(decision, Hold)
    assert (decision.reason, decision.until) == ("cap", MONDAY + 2 * DAY)
    assert "got 2 mails" in decision.because
