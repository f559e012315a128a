"""Why a payment failed, from two events that do not always name each other."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from journeys.behavior import Happening
from journeys.declines import decline_kind, decline_reason

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def failed(**told: object) -> Happening:
    return Happening("payment failed", AT, properties={"invoice": "in_1", "amount": 100, **told})


def declined(reason: str, minutes: int = 0, **told: object) -> Happening:
    at = AT + timedelta(minutes=minutes)
    return Happening("payment declined", at, properties={"decline_reason": reason, **told})


def test_a_failure_that_says_why_needs_no_decline() -> None:
    assert decline_reason(failed(decline_reason="expired_card"), [declined("stolen_card")]) == "expired_card"


@pytest.mark.parametrize(
    ("decline", "reason"),
    [
        (declined("expired_card", -2, invoice="in_1"), "expired_card"),
        (declined("expired_card", 9000, invoice="in_1"), "expired_card"),
        (declined("expired_card", 0, invoice="in_2", amount=100), None),
        (declined("expired_card", 0, amount=100), "expired_card"),
        (declined("expired_card", 60, amount=100), "expired_card"),
        (declined("expired_card", 61, amount=100), None),
        (declined("expired_card", 0, amount=99), None),
    ],
)
def test_a_decline_belongs_to_the_failure_it_names_or_else_to_one_near_by_over_as_much(
    decline: Happening, reason: str | None
) -> None:
    assert decline_reason(failed(), [decline]) == reason


def test_the_same_payment_is_the_same_whatever_the_amount() -> None:
    assert decline_reason(failed(payment="pi_1"), [declined("expired_card", 5000, payment="pi_1")]) == "expired_card"
    assert decline_reason(failed(payment="pi_1"), [declined("expired_card", 0, payment="pi_2", amount=100)]) is None


def test_of_several_attempts_each_has_its_own_reason_in_whatever_order_they_are_told() -> None:
    told = (
        declined("insufficient_funds", -4000, invoice="in_1"),
        declined("expired_card", -1, invoice="in_1"),
        declined("stolen_card", 4000, invoice="in_1"),
    )

    assert {decline_reason(failed(), order) for order in permutations(told)} == {"expired_card"}


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("expired_card", "expired card"), ("Card has expired", "expired card"), ("invalid_expiry_year", "expired card"),
        ("insufficient_funds", "insufficient funds"), ("card_velocity_exceeded", "insufficient funds"),
        ("withdrawal_count_limit_exceeded", "insufficient funds"), ("authentication_required", "authentication"),
        ("3D Secure failed", "authentication"), ("do_not_honor", "other"), ("", "other"),
    ],
)  # fmt: skip
def test_a_reason_is_told_by_what_can_be_done_about_it(reason: str, kind: str) -> None:
    assert decline_kind(reason) == kind
