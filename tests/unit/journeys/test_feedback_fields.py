"""Feedback: everybody's newest answer, and who was unhappy lately."""

import pytest

from journeys.behavior import Happening
from tests.unit.journeys.happening_stage import account, happened, value


def nps(score: int, days_ago: float = 1, contact: int | None = None, **more: object) -> Happening:
    return happened("nps answered", days_ago, contact, score=score, **more)


def test_the_newest_answer_of_half_a_year_is_the_accounts() -> None:
    assert value("feedback.nps", account(nps(9, 100), nps(0, 3), nps(5, 50))) == 0
    assert value("feedback.nps", account(nps(9, 180))) == "absent"
    assert value("feedback.nps", account(nps(9, 179))) == 9


def test_the_lowest_is_taken_from_everybodys_newest_answer() -> None:
    behavior = account(nps(2, 90, contact=1), nps(9, 3, contact=1), nps(7, 40, contact=2), nps(10, 1, contact=3))

    assert value("feedback.nps_lowest", behavior) == 7


def test_answers_that_name_nobody_may_each_be_somebody_elses() -> None:
    assert value("feedback.nps_lowest", account(nps(3, 20), nps(9, 3))) == 3


def test_what_was_said_with_the_newest_answer_is_told() -> None:
    assert (
        value("feedback.nps_comment", account(nps(4, 9, comment="Too slow"), nps(9, 3, comment="Better"))) == "Better"
    )
    assert value("feedback.nps_comment", account(nps(4, 9, comment="Too slow"), nps(9, 3))) == "absent"


def test_how_long_ago_the_newest_answer_came() -> None:
    assert value("feedback.nps_days_ago", account(nps(9, 300))) == 300
    assert value("feedback.nps_days_ago", account()) == float("inf")


@pytest.mark.parametrize(
    ("told", "negative"),
    [
        ([nps(6, 29)], True), ([nps(7, 1)], False), ([nps(6, 30)], False),
        ([nps(3, 9, contact=1), nps(8, 2, contact=1)], False), ([nps(3, 9, contact=1), nps(8, 2, contact=2)], True),
        ([happened("csat answered", 29, score=2)], True), ([happened("csat answered", 30, score=1)], False),
        ([happened("ticket solved", 2, ticket="a", csat=1)], True), ([happened("csat answered", 2, score=3)], False),
        ([happened("ticket solved", 2, ticket="a", csat=1), happened("csat answered", 1, ticket="a", score=4)], False),
        ([], False),
    ],
)  # fmt: skip
def test_feedback_is_negative_if_somebody_was_unhappy_in_the_last_30_days(
    told: list[Happening], negative: bool
) -> None:
    assert value("feedback.negative", account(*told)) is negative
    assert value("feedback.negative", account(*told, silent=True)) == (True if negative else "cannot tell")


def test_low_scores_are_counted() -> None:
    behavior = account(*(happened("csat answered", 3, score=score) for score in (1, 2, 3, 5)))

    assert value("feedback.low_csat", behavior) == 2


def test_nobodys_answer_is_absent_even_if_everything_else_about_the_feed_is_well() -> None:
    names = ("nps", "nps_lowest", "nps_comment")

    assert {value(f"feedback.{name}", account()) for name in names} == {"absent"}
