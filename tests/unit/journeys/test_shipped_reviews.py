"""The quarterly review and the surveys as they ship, held against the table of the playbook: one test a row."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from journeys.behavior import Behavior, Contact, Usage
from journeys.decisions import Decision, Decline, Enter, Hold, Send, Skip, Wait
from journeys.engine import admit, decide
from tests.unit.journeys.lives import ADMIN, CHAMPION, NOW, ago, did, having
from tests.unit.journeys.stage import at, book, done

SPONSOR = Contact(3, "sue@acme.example", "Sue", role="sponsor")
LARGE: dict[str, Any] = {"arr": 5000}
SMALL: dict[str, Any] = {"arr": 4999}


def on(journey: str, step: str, behavior: Behavior, *, days_late: float = 0) -> Decision:
    """What is decided of a run for which the day of that step is today, or was so many days ago."""
    found = book().journeys[journey]
    one = found.step(step)
    assert one is not None
    return decide(NOW, found, at(found, step, NOW - timedelta(days=one.day + days_late)), behavior)


def quarterly(days: float, **traits: Any) -> Behavior:
    """An account that signed up so many days ago."""
    return having(**{"signed_up_at": ago(days)} | traits)


@pytest.mark.parametrize(("days", "due"), [(80, False), (93, True), (150, False), (184, True), (733, True)])
def test_the_digital_qbr_comes_every_quarter_counted_from_the_first_day(days: float, *, due: bool) -> None:
    assert isinstance(admit(NOW, book().journeys["digital-qbr"], quarterly(days)), Enter) is due


def test_a_small_account_gets_the_short_recap_and_a_larger_one_the_full_review() -> None:
    assert done(on("digital-qbr", "review", having(**SMALL))) == "qbr/value-recap"
    assert done(on("digital-qbr", "review", having(**LARGE))) == "qbr/quarterly-review"


def test_where_nobody_told_what_it_pays_it_gets_the_short_one() -> None:
    assert done(on("digital-qbr", "review", having(arr=None))) == "qbr/value-recap"


@pytest.mark.parametrize("arr", [30_000, 150_000])
def test_enterprise_and_mid_market_get_no_mail_in_place_of_their_csm(arr: int) -> None:
    assert isinstance(admit(NOW, book().journeys["digital-qbr"], quarterly(93, arr=arr)), Decline)


def test_the_review_goes_to_whoever_decides() -> None:
    decision = on("digital-qbr", "review", having(contacts=(ADMIN, SPONSOR), **LARGE))
    assert isinstance(decision, Send)
    assert decision.contact == SPONSOR.id


def test_after_the_review_whoever_has_no_goal_is_asked_for_one_unless_they_name_it() -> None:
    assert isinstance(on("digital-qbr", "next-goal", having(), days_late=6), Wait)
    assert done(on("digital-qbr", "next-goal", having(), days_late=8)) == "surveys/goals-prompt"
    stated = having(told=(did("goals stated", 2, goals=["Fewer meetings"]),))
    assert isinstance(on("digital-qbr", "next-goal", stated, days_late=8), Skip)


def test_every_quarter_somebody_is_asked_whether_they_would_recommend_us() -> None:
    decision = on("nps-survey", "ask", having(contacts=(ADMIN, CHAMPION)))
    assert isinstance(decision, Send)
    assert (decision.template, decision.contact) == ("surveys/nps", CHAMPION.id)


def test_whoever_answered_lately_is_not_asked_again() -> None:
    answered = having(told=(did("nps answered", 59, score=8),))
    assert isinstance(on("nps-survey", "ask", answered), Skip)
    assert done(on("nps-survey", "ask", having(told=(did("nps answered", 61, score=8),)))) == "surveys/nps"


def test_whoever_does_not_answer_the_mail_is_asked_once_inside_the_product() -> None:
    assert isinstance(on("nps-survey", "remind", having(), days_late=6), Wait)
    assert done(on("nps-survey", "remind", having(), days_late=7.5)) == "surveys/nps-prompt"
    assert isinstance(on("nps-survey", "remind", having(told=(did("nps answered", 2, score=8),)), days_late=7.5), Skip)


def test_whoever_decides_is_asked_too_if_there_is_somebody() -> None:
    assert done(on("nps-survey", "ask-decider", having(contacts=(ADMIN, SPONSOR)))) == "surveys/nps"
    assert isinstance(on("nps-survey", "ask-decider", having(contacts=(ADMIN,))), Skip)


def solved(days: float, *more: tuple[str, float]) -> Behavior:
    """An account whose ticket was solved so many days ago; what else happened to tickets, and how many days ago."""
    told = (("ticket opened", days + 2), ("ticket solved", days), *more)
    behavior = having(told=tuple(did(event, at_day, ticket="T1") for event, at_day in told))
    usage = {event: Usage(1, ago(at_day), ago(at_day)) for event, at_day in told}
    return replace(behavior, usage={**behavior.usage, **usage})


def test_the_day_after_a_ticket_is_solved_they_are_asked_how_the_help_was() -> None:
    assert isinstance(admit(NOW, book().journeys["csat-survey"], solved(1)), Enter)
    assert done(on("csat-survey", "ask", solved(1))) == "surveys/csat"


def test_of_a_ticket_that_is_open_again_nobody_is_asked() -> None:
    assert isinstance(on("csat-survey", "ask", solved(1, ("ticket reopened", 0))), Skip)


def test_while_support_is_silent_nobody_is_asked_about_a_ticket_that_may_be_open_again() -> None:
    silent = replace(solved(1), feeds={**solved(1).feeds, "support": ago(20)})
    assert isinstance(on("csat-survey", "ask", silent), Hold)
