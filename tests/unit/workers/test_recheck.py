"""One more look before we speak."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from emails.library import Library
from journeys.behavior import Behavior
from journeys.decisions import HandOver, Send
from journeys.definition import Journey
from tests.unit.journeys.stage import ADMIN, MONDAY, account, book
from tests.unit.workers.standings import enrollment, library, mail, standing
from workers.recheck import LOOK_AGAIN, Later, Never, Say, Verdict, recheck

ONBOARDING = book().journeys["onboarding"]
LATER = MONDAY + timedelta(days=30, hours=1)


def judged(
    now: datetime, behavior: Behavior, *, step: str = "welcome", rows: Any = None, journey: Journey | None = ONBOARDING,
    mails: Library | None = None,
) -> Verdict:  # fmt: skip
    stands = standing(behavior, *([enrollment(step)] if rows is None else rows))
    return recheck(now, mail(step), stands, journey, book().catalog, library() if mails is None else mails)


def test_a_mail_that_still_stands_is_said() -> None:
    template = library().choose("onboarding/welcome", None, "acme")
    assert judged(MONDAY, account(MONDAY)) == Say(template, ADMIN)


def test_a_customer_that_left_gets_nothing() -> None:
    found = judged(MONDAY, account(MONDAY, churned=True))

    assert isinstance(found, Never)
    assert found.instead is None
    assert "churned" in found.because


def test_what_has_grown_too_late_is_not_said() -> None:
    found = judged(MONDAY + timedelta(days=20), account(MONDAY + timedelta(days=20)))

    assert isinstance(found, Never)
    assert "Too late" in found.because


def test_at_night_the_mail_waits_for_the_morning() -> None:
    night = MONDAY.replace(hour=23)

    found = judged(night, account(night))

    assert isinstance(found, Later)
    assert found.until == MONDAY.replace(day=6, hour=9)


def test_while_nobody_can_be_reached_the_mail_is_held() -> None:
    found = judged(MONDAY, account(MONDAY, contacts=[replace(ADMIN, unreachable="bounced")]))

    assert isinstance(found, Later)
    assert found.kind == "hold"
    assert "bounced" in found.because


def test_when_it_would_go_to_somebody_else_it_does() -> None:
    other = replace(ADMIN, id=2, first_name="Bo")

    found = judged(MONDAY, account(MONDAY, contacts=[replace(ADMIN, email=None), other]))

    assert isinstance(found, Never)
    assert isinstance(found.instead, Send)
    assert (found.instead.contact, found.because) == (2, "it goes to Bo instead")


def test_when_the_figures_have_turned_a_human_takes_over() -> None:
    found = judged(LATER, account(LATER), step="health-check")

    assert isinstance(found, Never)
    assert isinstance(found.instead, HandOver)
    assert found.instead.playbook == "low-adoption"


def test_a_mail_that_is_not_published_any_more_is_held() -> None:
    assert judged(MONDAY, account(MONDAY), mails=Library({})) == Later(
        "the mail onboarding/welcome is not published any more", MONDAY + LOOK_AGAIN
    )


def test_a_journey_that_is_withdrawn_holds_its_mails() -> None:
    assert isinstance(judged(MONDAY, account(MONDAY), journey=None), Later)
    assert isinstance(judged(MONDAY, account(MONDAY), rows=[]), Later)


def test_a_step_that_is_withdrawn_says_nothing_any_more() -> None:
    assert judged(MONDAY, account(MONDAY), step="never-there") == Never(
        "This version of the journey has no step never-there", reason="left"
    )
