"""What a file says of how a journey starts: read into values, or told with the way out."""

from datetime import timedelta
from textwrap import indent

import pytest

from journeys.definition import Journey
from journeys.load import read_journey
from journeys.start import CalendarStart, ConditionStart, EventStart, TraitStart
from tests.unit.journeys.stage import HEAD, book, journey

PLAIN = HEAD.replace("leave: account.churned\n", "")
MAIL = "- {id: mail, day: 0, email: onboarding/welcome}"


def head(starts: str, *more: str, kind: str = "onboarding") -> str:
    """The head of a journey that starts so, with more lines."""
    changed = PLAIN.replace("starts: account.signed_up_at", f"starts: {starts}")
    return changed.replace("kind: onboarding", f"kind: {kind}") + "".join(f"{line}\n" for line in more)


def read(starts: str, *more: str, steps: str = MAIL) -> Journey:
    return journey(steps, head(starts, *more))


def mistakes(text: str, steps: str = MAIL) -> list[str]:
    with pytest.raises(ExceptionGroup) as caught:
        read_journey(f"{text}steps:\n{indent(steps, '  ')}\n", "journeys/definitions/x.yaml", book().program, None, ())
    return [f"{one.lineno}: {one.msg}" for one in caught.value.exceptions if isinstance(one, SyntaxError)]


def test_a_date_may_have_days_before_it_and_says_what_is_the_same_date_moved() -> None:
    steps = "- {id: roi, day: -90, email: a}\n- {id: thanks, day: 3, email: b}"
    plan = read("account.renewal_on", "occurrence: date", "follows: 180 days", steps=steps)
    assert isinstance(plan.starts, TraitStart)
    assert (plan.starts.dated, plan.starts.follows, plan.occurrence) == (True, timedelta(days=180), "date")
    assert [step.day for step in plan.steps] == [-90, 3]


def test_a_moment_is_a_trait_too() -> None:
    plan = read("account.signed_up_at")
    assert isinstance(plan.starts, TraitStart)
    assert (plan.starts.dated, plan.occurrence) == (False, "once")


def test_an_event_may_start_again_after_a_while() -> None:
    plan = read("{event: payment failed}", "occurrence: each", "again: {after: 2 weeks}")
    assert isinstance(plan.starts, EventStart)
    assert plan.starts.again == timedelta(days=14)


def test_a_condition_starts_again_after_90_days_unless_something_else_is_said() -> None:
    agains = [
        plan.starts.again
        for plan in (
            read("{when: account.trial}"),
            read("{when: account.trial}", "again: {after: 30 days}"),
            read("{when: account.trial}", "again: never"),
        )
        if isinstance(plan.starts, ConditionStart) and plan.occurrence == "spell"
    ]
    assert agains == [timedelta(days=90), timedelta(days=30), None]


def test_what_a_condition_looks_at_is_gathered() -> None:
    when = 'usage.count("project created", 9 days) > 1'
    assert journey(MAIL, head(f"{{when: '{when}'}}")).needs >= read("{when: account.trial}", f"leave: {when}").needs


def test_a_calendar_counts_from_the_first_day_unless_something_else_is_said() -> None:
    plans = read("{every: quarter}").starts, read("{every: month, from: account.renewal_on}").starts
    assert [(start.every, start.trait) for start in plans if isinstance(start, CalendarStart)] == [
        ("quarter", "account.signed_up_at"), ("month", "account.renewal_on")
    ]  # fmt: skip


def test_a_journey_of_farewell_may_be_for_who_has_left() -> None:
    assert journey(MAIL, head("account.signed_up_at", "churned: only", kind="win-back")).churned == "only"
    assert journey(MAIL, head("account.signed_up_at", "churned: also", kind="leaving")).churned == "also"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (head("{}"), "3: starts names a trait, or says {event: …}, {when: …} or {every: month}"),
        (head("{event: payment failed, every: month}"), "3: a journey starts one way, event or every"),
        (head("{every: week}"), '3: every cannot be "week"; it is one of: month, quarter'),
        (head("{when: acount.trial}"), '3: there is no field "acount.trial"; did you mean "account.trial"'),
        (head("{every: month, from: account.plan}"), '3: there is no moment or date "account.plan"'),
        (head("{event: payment failed, from: account.renewal_on}"), "3: from says what a calendar is counted from"),
        (head("{when: account.trial}", "occurrence: each"), "7: leave occurrence out: the condition's runs"),
        (head("{every: month}", "occurrence: once"), "7: leave occurrence out: the calendar's runs"),
        (head("{every: month}", "again: never"), "7: leave again out: it starts again every month"),
        (head("{every: month}", "follows: 3 days"), "7: follows is for a date that moves: the calendar does not"),
        (head("{event: payment failed}", "follows: 3 days"), "7: follows is for a date that moves: an event stays"),
        (head("{when: account.trial}", "follows: 3 days"), "7: follows is for a date that moves: a condition has none"),
        (head("{event: payment failed}", "occurrence: date"), "7: date is for a trait that holds one"),
        (head("{event: payment failed}", "again: {after: 3 days}"), "7: an account goes through this journey once"),
        (head("{event: payment failed}", "occurrence: each", "again: never"), "8: a journey from an event that never"),
        (head("{when: account.trial}", "again: 90 days"), "7: again says `{after: 90 days}` or never"),
        (head("account.renewal_on", "again: {after: 9 days}"), "7: again is for what happens or comes true again"),
        (head("account.renewal_on", "follows: 9 days"), "7: a journey that an account goes through once follows"),
        (head("account.renewal_on", "occurrence: date"), "7: say how far the date may move"),
        (head("account.renewal_on", "occurrence: each"), "7: each is for what happens again and again"),
        (head("account.signed_up_at", "churned: only"), "7: who has left is spoken to by journeys of the kinds"),
        (head("account.signed_up_at", "churned: no", kind="leaving"), '7: churned cannot be "no"'),
        (
            head("account.churned_at", "churned: only", "leave: account.churned", kind="win-back"),
            "8: `churned: only` lets in who has left, and this sends them away at once",
        ),
        (head("account.signed_up_at", kind="onbording"), '2: kind cannot be "onbording"'),
        (PLAIN.replace("kind: onboarding\n", ""), '1: the journey needs "kind"'),
    ],
)
def test_a_mistake_in_the_start_is_told_on_its_line_with_the_way_out(text: str, message: str) -> None:
    assert any(said.startswith(message) for said in mistakes(text)), mistakes(text)


@pytest.mark.parametrize(
    ("starts", "day", "message"),
    [
        ("{event: payment failed}", -1, "day -1 would be before the journey begins: nobody knows of an event before"),
        ("{when: account.trial}", -1, "day -1 would be before the journey begins: nobody knows that a condition"),
        ("{every: month}", -1, "day -1 would be before the journey begins: a calendar begins with its first day"),
        ("account.signed_up_at", -1, "day -1 would be before the journey begins: account.signed_up_at is a moment"),
        ("{every: month}", 28, "day 28 does not fit: the next month begins after day 27"),
        ("{every: quarter}", 89, "day 89 does not fit: the next quarter begins after day 88"),
        ("account.renewal_on", -4000, "day -4000 is not between -3660 and 3660"),
    ],
)
def test_a_day_that_does_not_go_with_the_start_says_why(starts: str, day: int, message: str) -> None:
    (said,) = mistakes(head(starts), f"- {{id: x, day: {day}, email: a}}")
    assert message in said


def test_all_mistakes_are_told_at_once() -> None:
    text = head("{every: week}", "occurrence: each", "again: never", "follows: x", "churned: yes", kind="none")
    assert len(mistakes(text)) == 7
