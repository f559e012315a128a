"""May we write to this address about this topic: every reason, every place, every kind of mail."""

from datetime import UTC, datetime

import pytest

from models.permission import Entry, why_not
from models.places import clean_place, fingerprint, places
from models.reasons import REASONS

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


def entry(topic: str = "*", reason: str = "unsubscribed", email: str = "ada@acme.example") -> Entry:
    return Entry(email, topic, reason, AT)


def test_where_nothing_stands_one_may_write() -> None:
    assert why_not([], "onboarding") == ""


def test_a_topic_stops_that_topic_and_no_other() -> None:
    assert why_not([entry("onboarding")], "onboarding") == "unsubscribed on 2026-03-02"
    assert why_not([entry("onboarding")], "reviews") == ""
    assert why_not([entry("onboarding")]) == ""


def test_who_ended_everything_still_hears_of_a_payment_unless_they_ended_that_too() -> None:
    assert why_not([entry()], "reviews")
    assert not why_not([entry()], "payment", commercial=False)
    assert why_not([entry(), entry("payment")], "payment", commercial=False)


@pytest.mark.parametrize("reason", [*sorted({*REASONS} - {"unsubscribed"}), "something that nobody listed"])
def test_every_other_reason_stops_everything(reason: str) -> None:
    assert why_not([entry(reason=reason)], "payment", commercial=False).startswith(reason)


def test_what_weighs_most_is_told() -> None:
    standing = [entry(), entry(reason="bounced"), entry(reason="complained")]
    assert why_not(standing, "reviews") == "complained on 2026-03-02"


def test_a_domain_is_said_to_be_one() -> None:
    assert why_not([entry(reason="manual", email="@acme.example")]) == (
        "manual on 2026-03-02, everybody at acme.example"
    )


def test_an_address_stands_under_itself_its_domains_and_its_fingerprint() -> None:
    assert places("ada@mail.acme.example") == (
        "ada@mail.acme.example", "@mail.acme.example", "@acme.example", fingerprint("ada@mail.acme.example"),
    )  # fmt: skip
    assert places("") == ()


def test_a_fingerprint_tells_nothing_and_is_always_the_same() -> None:
    assert fingerprint("ada@acme.example") == "#20601aeb7e0c498c0ea21ac39d2a0d6d0d4b1647"
    assert fingerprint("ada@acme.example") != fingerprint("bob@acme.example")


def test_a_place_is_an_address_or_a_domain() -> None:
    assert clean_place(" Ada@Acme.Example ") == "ada@acme.example"
    assert clean_place("@ACME.example") == "@acme.example"


@pytest.mark.parametrize("wrong", ["", "ada", "@example", "@", "a@b", "@acme..example", "ada@acme.example, b@c.de"])
def test_what_is_no_place_is_refused_with_the_reason(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"address|domain"):
        clean_place(wrong)
