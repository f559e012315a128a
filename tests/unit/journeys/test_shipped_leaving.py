"""Cancellation as it ships, against the playbook: five questions, no friction, and the reason chooses the fix."""

from typing import Any

import pytest

from journeys.behavior import Behavior, Contact
from journeys.decisions import Decision, Decline, Enter, Skip, Wait
from journeys.engine import admit, decide
from tests.unit.journeys.lives import ADMIN, NOW, ago, did, having
from tests.unit.journeys.stage import at, book, done, walked

LEAVING = book().journeys["cancellation"]
LARGE = {"arr": 15_001}
OFFERS = {
    "never used": "leaving/never-used", "too expensive": "leaving/too-expensive",
    "missing feature": "leaving/missing-feature", "too hard": "leaving/too-hard",
    "poor support": "cancellation-poor-support", "project ended": "leaving/project-ended",
    "competitor": "leaving/competitor", "no measurable value": "leaving/no-measurable-value",
}  # fmt: skip
CALLS = {
    "never used": "cancellation-never-used", "too expensive": "cancellation-too-expensive",
    "missing feature": "cancellation-missing-feature", "too hard": "cancellation-too-hard",
    "poor support": "cancellation-poor-support", "project ended": "cancellation-project-ended",
    "competitor": "cancellation-competitor", "no measurable value": "cancellation-no-value",
    "something else": "cancellation", "": "cancellation",
}  # fmt: skip


def asked(days: float, reason: str = "", **traits: Any) -> Behavior:
    """An account that asked to leave so many days ago, and answered since if there is a reason."""
    answer = [did("cancellation answered", days / 2, reason=reason)] if reason else []
    asks = did("cancellation requested", days, contact=7)
    return having(told=(asks, *answer), contacts=(ADMIN, Contact(7, "lea@acme.example", "Lea")), **traits)


def on(step: str, behavior: Behavior, days: float) -> Decision:
    return decide(NOW, LEAVING, at(LEAVING, step, ago(days)), behavior)


def test_whoever_asks_to_leave_is_asked_why_once_and_nothing_stands_in_their_way() -> None:
    assert isinstance(admit(NOW, LEAVING, asked(0)), Enter)
    decisions, stands = walked(NOW, LEAVING, at(LEAVING, "questions", ago(0)), asked(0))
    assert done(decisions[0]) == "leaving/cancellation"
    assert getattr(decisions[0], "contact", None) == 7
    assert [type(one) for one in decisions[1:]] == [Skip, Wait]
    assert stands == at(LEAVING, "answer", ago(0))


def test_who_said_why_when_asking_is_not_asked_again() -> None:
    told = having(told=(did("cancellation requested", 0.1, reason="too expensive"),), contacts=(ADMIN,))
    assert isinstance(on("questions", told, 0.1), Skip)
    assert done(on("offer", told, 0.1)) == "leaving/too-expensive"


@pytest.mark.parametrize("reason", OFFERS)
def test_the_reason_chooses_what_we_offer(reason: str) -> None:
    assert done(on("offer", asked(2, reason), 2)) == OFFERS[reason]


@pytest.mark.parametrize("reason", CALLS)
def test_where_much_is_at_stake_a_person_takes_over_by_the_reason(reason: str) -> None:
    assert done(on("call", asked(0.1, reason, **LARGE), 0.1)) == CALLS[reason]
    assert isinstance(on("offer", asked(2, reason, **LARGE), 2), Skip)


def test_without_a_reason_or_for_one_that_we_cannot_mend_nothing_is_offered() -> None:
    assert isinstance(on("offer", asked(7), 7), Skip)
    assert isinstance(on("offer", asked(2, "something else"), 2), Skip)


def test_whose_reason_is_on_no_list_and_who_is_open_to_a_call_gets_one() -> None:
    def answered(call: str) -> Behavior:
        answer = did("cancellation answered", 1, reason="something else", call=call)
        return having(told=(did("cancellation requested", 2), answer))

    assert done(on("offer", answered("yes"), 2)) == "cancellation"
    assert isinstance(on("offer", answered("no"), 2), Skip)


def test_an_answer_is_awaited_for_six_days() -> None:
    assert isinstance(on("answer", asked(5), 5), Wait)
    assert isinstance(on("answer", asked(6), 6), Skip)
    assert isinstance(on("answer", asked(2, "too hard"), 2), Skip)


def test_who_has_left_meanwhile_may_still_say_why() -> None:
    gone = asked(2, churned=True, churned_at=ago(1))
    assert isinstance(admit(NOW, LEAVING, gone), Enter)
    assert done(on("questions", gone, 2)) == "leaving/cancellation"


def test_every_reason_of_the_survey_is_taken_care_of() -> None:
    survey = next(one for one in book().program.surveys if one.name == "cancellation")
    words = getattr(survey.questions[0].form, "words", {})
    assert set(words) == {*CALLS} - {""} == {*OFFERS, "something else"}


def test_who_asked_months_ago_is_left_in_peace() -> None:
    assert isinstance(admit(NOW, LEAVING, asked(60)), Decline)
