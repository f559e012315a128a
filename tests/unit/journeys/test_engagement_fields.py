"""Engagement: reviews, training, answers to what we write, and the wish to leave."""

from dataclasses import replace

import pytest

from journeys.behavior import Happening
from tests.unit.journeys.happening_stage import account, happened, value

OUTREACH, REPLY = "outreach made", "reply received"


@pytest.mark.parametrize("event", ["qbr attended", "qbr read"])
def test_a_review_counts_for_120_days(event: str) -> None:
    assert value("engagement.qbr", account(happened(event, 119))) is True
    assert value("engagement.qbr", account(happened(event, 120))) is False


def test_a_training_counts_for_good() -> None:
    assert value("engagement.trained", account(happened("training completed", 900, course="Basics"))) is True
    assert value("engagement.trained", account()) is False


@pytest.mark.parametrize(
    ("told", "responsive"),
    [
        ([happened(REPLY, 89)], True), ([happened(REPLY, 90)], "absent"), ([happened(OUTREACH, 7)], False),
        ([happened(OUTREACH, 6)], "absent"), ([happened(OUTREACH, 89)], False), ([happened(OUTREACH, 90)], "absent"),
        ([happened(OUTREACH, 20), happened(REPLY, 40)], True), ([happened(OUTREACH, 20), happened(REPLY, 100)], False),
        ([], "absent"),
    ],
)  # fmt: skip
def test_who_replied_is_responsive_and_who_let_us_wait_is_not(told: list[Happening], responsive: object) -> None:
    assert value("engagement.responsive", account(*told)) == responsive


def test_what_is_unanswered_is_what_we_wrote_since_their_last_reply() -> None:
    told = [happened(OUTREACH, 50), happened(REPLY, 40), happened(OUTREACH, 9), happened(OUTREACH, 3)]

    assert value("engagement.unanswered", account(*told)) == 2
    assert value("engagement.unanswered", account(*told, happened(REPLY, 1))) == 0
    assert value("engagement.days_since_reply", account(*told)) == 40
    assert value("engagement.days_since_reply", account(happened(OUTREACH, 3))) == float("inf")


def test_referrals_and_contributions_are_counted() -> None:
    behavior = account(happened("referral made", 700), happened("referral made"), happened("community contributed", 3))

    assert (value("engagement.referrals", behavior), value("engagement.contributions", behavior)) == (2, 1)


def test_what_they_offered_last_to_do_for_us_is_known_for_90_days() -> None:
    behavior = account(happened("advocacy offered", 9, way="story"), happened("advocacy offered", 20, way="quote"))

    assert value("engagement.offer", behavior) == "story"
    assert value("engagement.offer", account(happened("advocacy offered", 90, way="story"))) == "absent"


def test_the_wish_to_leave_is_known_for_90_days_with_the_newest_reason_given() -> None:
    wish = "cancellation requested"
    behavior = account(
        happened(wish, 9, reason="too expensive"), happened(wish, 40, reason="no time"), happened(wish, 2)
    )

    assert value("engagement.cancellation_requested", behavior) is True
    assert value("engagement.cancellation_reason", behavior) == "too expensive"
    assert value("engagement.cancellation_requested", account(happened(wish, 90))) is False
    assert value("engagement.cancellation_reason", account(happened(wish, 90, reason="no time"))) == "absent"


def test_nothing_is_held_against_an_account_of_which_nobody_ever_told_us() -> None:
    behavior = replace(account(), feeds={"product": account().feeds["product"]})
    names = ("qbr", "trained", "responsive", "unanswered", "days_since_reply", "referrals", "cancellation_requested")

    assert {value(f"engagement.{name}", behavior) for name in names} == {"absent"}
