"""What is not said although its time has come: rules of taste, what was said before, and the rest after a mail."""

from dataclasses import replace
from datetime import timedelta

import pytest

from journeys.behavior import Behavior, Contact, Said, Usage
from journeys.decisions import Decision, HandOver, Hold, Send, Skip, Wait
from journeys.engine import decide, walk
from journeys.manners import Manner
from tests.unit.journeys.stage import ADMIN, HEAD, MONDAY, account, at, book, journey

DAY = timedelta(days=1)
MAIL = "- {id: mail, day: 0, email: onboarding/welcome}"
SPOTLIGHT = Manner(once_in=180 * DAY)
PAYMENT = HEAD.replace("kind: onboarding", "kind: payment")
EXPANSION = HEAD.replace("kind: onboarding", "kind: expansion")


def mailed(hours: float, template: str = "renewal/invitation", *, commercial: bool = True) -> Said:
    return Said(template, MONDAY - timedelta(hours=hours), "renewal", "invitation", commercial)


def concluded(
    manner: Manner, said: tuple[Said, ...] = (), head: str = HEAD, behavior: Behavior | None = None
) -> Decision:
    plan = journey(MAIL, head, manners={"onboarding/welcome": manner})
    return decide(MONDAY, plan, at(plan, "mail"), replace(behavior or account(MONDAY), said=said))


def test_nothing_advanced_is_said_before_the_setup_is_done() -> None:
    decision = concluded(Manner(("advanced",)))
    assert isinstance(decision, Skip)
    assert (decision.step, decision.reason) == ("mail", "taste")
    assert decision.because.startswith("A matter of taste (advanced): checklist.setup_complete is false")


def test_once_it_is_done_it_is_said() -> None:
    setup = {"project created": 1, "task created": 1, "teammate invited": 1}
    assert isinstance(concluded(Manner(("advanced", "basics")), behavior=account(MONDAY, setup)), Send)


def test_a_rule_of_taste_that_cannot_be_told_holds_the_step() -> None:
    decision = concluded(Manner(("advanced",)), behavior=account(MONDAY, silent=["product"]))
    assert isinstance(decision, Hold)
    assert decision.reason == "unknown"


@pytest.mark.parametrize("action", ["email: onboarding/welcome", "in_app: onboarding/a", "handoff: low-adoption"])
def test_no_expansion_for_whom_is_not_well_whatever_the_step_does(action: str) -> None:
    plan = journey(f"- {{id: x, day: 0, {action}}}", EXPANSION)
    decision = decide(MONDAY, plan, at(plan, "x"), account(MONDAY, tasks=["risk-high"]))
    assert isinstance(decision, Skip | Hold)
    assert "(expansion)" in decision.because or "at work" in decision.because


def test_what_was_said_within_its_time_is_not_said_again_whichever_journey_said_it() -> None:
    decision = concluded(SPOTLIGHT, (mailed(179 * 24, "onboarding/welcome"),))
    assert isinstance(decision, Skip)
    assert (decision.reason, decision.because) == (
        "said", "onboarding/welcome was said on 10 Jul 2025: once in 180 days",
    )  # fmt: skip


def test_after_that_it_is() -> None:
    assert isinstance(concluded(SPOTLIGHT, (mailed(180 * 24, "onboarding/welcome"),)), Send)


def test_an_account_that_was_mailed_is_left_alone_for_twenty_hours_and_who_spoke_is_named() -> None:
    decision = concluded(Manner(), (mailed(1),))
    assert isinstance(decision, Hold)
    assert (decision.until, decision.reason) == (MONDAY + timedelta(hours=19), "gap")
    assert decision.because == (
        "It was mailed on Monday, 5 Jan 2026 09:00 (UTC) by renewal / invitation, and is left alone for 20 hours"
    )


@pytest.mark.parametrize("said", [mailed(20), mailed(1, commercial=False)], ids=["20 hours ago", "about a payment"])
def test_then_it_is_mailed(said: Said) -> None:
    assert isinstance(concluded(Manner(), (said,)), Send)


def test_a_payment_does_not_wait_for_that_nor_does_anything_wait_for_it() -> None:
    decision = concluded(Manner(), (mailed(1),), PAYMENT)
    assert isinstance(decision, Send)
    assert not decision.commercial


def test_what_is_shown_inside_the_product_does_not_wait_either() -> None:
    plan = journey("- {id: x, day: 0, in_app: onboarding/a}")
    decision = decide(MONDAY, plan, at(plan, "x"), replace(account(MONDAY), said=(mailed(1),)))
    assert isinstance(decision, Send)
    assert not decision.commercial


def test_of_several_steps_that_are_late_one_is_said_today() -> None:
    late = "late: {within: 30 days, otherwise: send}"
    plan = journey(f"- {{id: a, day: 0, email: a, {late}}}\n- {{id: b, day: 1, email: b, {late}}}")
    now = MONDAY + 7 * DAY
    [first, second] = walk(now, plan, at(plan, "a"), account(now))
    assert isinstance(first, Send)
    assert isinstance(second, Hold)
    assert (second.until, second.reason) == (now + timedelta(hours=20, minutes=1), "gap")
    assert second.because == "test / a is about to mail it, and then it is left alone for 20 hours"
    assert isinstance(decide(second.until, plan, at(plan, "b"), account(second.until)), Wait | Send)


def test_a_condition_may_ask_what_was_said() -> None:
    plan = journey('- id: mail\n  day: 0\n  unless: said("onboarding/welcome", 30 days)\n  email: a')
    for days, expected in ((29, Skip), (31, Send)):
        behavior = replace(account(MONDAY), said=(mailed(days * 24, "onboarding/welcome"),))
        assert isinstance(decide(MONDAY, plan, at(plan, "mail"), behavior), expected)


LESSON = """\
- id: lesson
  day: 0
  choose:
    - {when: recipient.kind == "decision maker", email: education/proof-of-value}
    - {when: recipient.kind == "admin", email: education/manage-and-report}
    - {when: recipient.kind == "power user", email: education/advanced}
    - {when: recipient.kind == "user", email: education/everyday}
    - else: {email: education/first-steps}
"""
EVENTS = [event for feature in book().program.features for event in feature.events[:1]]


def lesson(role: str, features: int, *, named: bool = True, silent: tuple[str, ...] = ()) -> Decision:
    plan = journey(LESSON.replace("day: 0", f"day: 0\n  to: {role}"), HEAD)
    person = Contact(7, "bo@acme.example", "Bo", role={"admins": "admin", "sponsors": "sponsor"}.get(role, "user"))
    today = MONDAY.date()
    who = {"users": {7: today}} if named else {"unnamed": today}
    usage = {event: Usage(3, MONDAY, MONDAY, (), **who) for event in EVENTS[:features]}
    return decide(
        MONDAY, plan, at(plan, "lesson"), replace(account(MONDAY, contacts=[person], silent=silent), usage=usage)
    )


@pytest.mark.parametrize(
    ("role", "features", "says"),
    [
        ("sponsors", 0, "proof-of-value"),
        ("admins", 5, "manage-and-report"),
        ("users", 0, "first-steps"),
        ("users", 1, "first-steps"),
        ("users", 2, "everyday"),
        ("users", 4, "advanced"),
    ],
)
def test_the_same_step_speaks_differently_to_each(role: str, features: int, says: str) -> None:
    decision = lesson(role, features)
    assert isinstance(decision, Send)
    assert decision.template == f"education/{says}"


def test_where_nobody_says_who_did_it_nobody_is_taken_for_new() -> None:
    decision = lesson("users", 5, named=False)
    assert isinstance(decision, Send)
    assert decision.template == "education/everyday"


def test_what_a_silent_feed_would_have_to_tell_of_a_person_is_unknown_unless_it_is_seen_already() -> None:
    assert isinstance(lesson("users", 1, silent=("product",)), Hold)
    assert isinstance(lesson("users", 4, silent=("product",)), Send)


def test_a_condition_about_the_recipient_holds_where_there_is_none_and_says_why() -> None:
    plan = journey("- {id: mail, day: 0, when: known(recipient.first_name), to: billing, handoff: low-adoption}")
    asked = journey('- {id: mail, day: 0, when: recipient.role == "admin", email: a}')
    assert isinstance(decide(MONDAY, plan, at(plan, "mail"), account(MONDAY, contacts=[ADMIN])), HandOver)
    nobody = decide(MONDAY, asked, at(asked, "mail"), account(MONDAY, contacts=[]))
    assert isinstance(nobody, Hold)
    assert nobody.reason == "nobody"
    assert nobody.because.startswith("No reachable contact among admins")
