"""Conditions: what they answer, what they write down, and what a silent feed leaves unknown."""

from datetime import date, timedelta

import pytest

from journeys.conditions import compile_condition
from journeys.needs import Counts
from journeys.place import Place
from tests.unit.journeys.small_program import ALIVE, CATALOG, NOW, account, ask, used

SILENT = ALIVE | {"product": NOW - timedelta(days=3)}
DEAF = {"billing": NOW}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("account.arr > 15000", True), ("account.arr > 16000", False), ("account.arr >= 16e3", None),
        ("10000 < account.arr <= 16000", True), ("10000 < account.arr < 16000", False),
        ("account.plan == 'team'", True), ('account.plan != "team"', False),
        ("account.plan in ['free', 'team']", True), ("account.plan not in ['free']", True),
        ("not account.trial", True), ("account.trial == false", True), ("account.churned or true", True),
        ("account.arr * 20% == 3200", True), ("account.arr / 2 - 8000 == 0", True), ("-account.arr + 1 < 0", True),
        ("(account.arr + account.seats) > 16000", True), ("account.seats in [10, 20]", True),
        ("account.renewal_on > '2026-12-01'", True), ("account.renewal_on in ['2027-03-01']", True),
        ("account.signed_up_at <= '2026-11-02'", True), ("account.days_since_signup < 3 weeks", True),
        ("account.days_since_signup > 12 hours", True), ("account.days_until_renewal == 99", True),
    ],
)  # fmt: skip
def test_a_condition_is_answered_from_the_traits(text: str, value: bool | None) -> None:
    behavior = account(
        arr=16000, plan="team", seats=10, renewal_on=date(2027, 3, 1), signed_up_at=NOW - timedelta(days=20)
    )

    if value is None:
        with pytest.raises(ExceptionGroup):
            ask(text, behavior)
    else:
        assert ask(text, behavior).value is value


def test_an_absent_trait_leaves_the_answer_unknown_and_says_so() -> None:
    answer = ask("account.arr > 15000", account())

    assert (answer.value, answer.evidence) == (None, {"account.arr": None})
    assert answer.unknown == "account.arr is not known"


def test_an_unknown_does_not_hide_what_decides() -> None:
    behavior = account(seats=10)

    assert ask("account.arr > 5 and account.seats > 20", behavior).value is False
    assert ask("account.arr > 5 or account.seats > 2", behavior).value is True
    assert ask("not (account.arr > 5)", behavior).value is None


def test_every_reason_for_not_knowing_is_given_once() -> None:
    answer = ask("account.arr > 5 or account.plan == 'x' or account.arr < 2", account())

    assert answer.unknown == "account.arr is not known; account.plan is not known"


def test_known_asks_whether_something_can_be_told() -> None:
    assert ask("known(account.arr)", account(arr=1)).value is True
    assert ask("known(account.arr) and account.arr > 5", account()).value is False


def test_a_trait_of_the_wrong_type_is_unknown_and_raises_nothing() -> None:
    answer = ask("account.arr > 5", account(arr="lots"))

    assert (answer.value, answer.unknown) == (None, "account.arr is not what it should be: number")


def test_the_evidence_is_named_as_it_was_written() -> None:
    answer = ask("usage.count( 'project created',7 days )==0 and  usage.feature_adoption<20%", account())

    assert answer.evidence == {"usage.count( 'project created',7 days )": 0, "usage.feature_adoption": 0.0}


def test_what_need_not_be_looked_at_is_not() -> None:
    assert ask("account.seats > 5 and account.arr > 5", account(seats=1)).evidence == {"account.seats": 1}


def test_the_evidence_is_plain() -> None:
    behavior = account(renewal_on=date(2027, 3, 1), signed_up_at=NOW, trial=True)
    text = "account.trial and account.renewal_on > '2026-01-01' and account.signed_up_at < '2027-01-01'"

    answer = ask(f"{text} and usage.days_since('signed in') > 5", behavior)

    assert list(answer.evidence.values()) == [True, "2027-03-01", "2026-11-22", "never"]


def test_what_never_happened_is_longer_ago_than_any_number_of_days() -> None:
    assert ask("usage.days_since('signed in') > 9999", account()).value is True


@pytest.mark.parametrize(
    "text",
    [
        "usage.count('signed in') == 0", "usage.count('signed in', 7 days) < 5", "usage.days_since('signed in') > 3",
        "usage.happened('signed in')", "not usage.happened('signed in')", "usage.feature_adoption < 20%",
        "usage.active_days == 0", "milestones.first_value", "not checklist.complete", "not checklist.setup_complete",
        "metrics.tasks_completed < 10", "checklist.done < 2", "usage.features_used in [0, 1]",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("feeds", "because"), [(SILENT, "silent since 2026-11-19 12:00 UTC"), (DEAF, "never been heard")]
)
def test_a_silent_feed_never_proves_that_something_was_not_used(
    text: str, feeds: dict[str, object], because: str
) -> None:
    answer = ask(text, account(feeds=feeds))  # type: ignore[arg-type]

    assert answer.value is None
    assert answer.unknown.startswith("the product feed has")
    assert because in answer.unknown


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("usage.happened('task completed')", True), ("usage.count('task completed') >= 12", True),
        ("usage.count('task completed') == 3", False), ("usage.count('task completed') in [1, 2]", False),
        ("usage.count('task completed') > 12", None), ("usage.count('task completed') == 12", None),
        ("usage.count('task completed') in [13]", None), ("usage.count('task completed', 7 days) > 11", True),
        ("usage.days_since('task completed') < 5", True), ("usage.days_since('task completed') > 4", False),
        ("usage.days_since('task completed') == 4", None), ("milestones.first_value", True),
        ("usage.feature_adoption >= 25%", True), ("usage.feature_adoption > 25%", None),
        ("usage.feature_adoption == 100%", False), ("metrics.tasks_completed > 5", True), ("checklist.done >= 1", True),
        ("usage.count('task completed') - 2 >= 10", True), ("20 - usage.count('task completed') <= 8", True),
        ("usage.count('task completed') * 2 > 3", None), ("usage.count('invoice sent') == 0", True),
    ],
)  # fmt: skip
def test_what_happened_happened_even_if_the_feed_is_silent_since(text: str, value: bool | None) -> None:
    behavior = account({"task completed": used(12, NOW - timedelta(days=4))}, SILENT)

    assert ask(text, behavior).value is value


def test_evidence_of_a_silent_feed_says_what_is_known_for_sure() -> None:
    behavior = account({"task completed": used(12, NOW - timedelta(days=4))}, SILENT)
    text = "usage.count('task completed') > 20 or usage.days_since('task completed') < 3 or usage.features_used > 3"

    assert list(ask(text, behavior).evidence.values()) == ["at least 12", "at most 4", "1 to 3"]


def test_a_condition_says_what_must_be_gathered() -> None:
    text = (
        "usage.count('signed in', 2 weeks) > 3 and not milestones.first_value or usage.days_since('board viewed') > 3"
    )

    needs = compile_condition(text, CATALOG, Place("a.yaml", lines=(text,))).needs

    assert needs == {Counts("signed in", 14), Counts("task completed"), Counts("board viewed")}


def test_dividing_by_nothing_is_unknown() -> None:
    answer = ask("account.arr / account.seats > 5", account(arr=5, seats=0))

    assert (answer.value, answer.unknown) == (None, "nothing can be divided by 0")


def test_the_same_condition_answers_for_one_account_after_the_other() -> None:
    condition = compile_condition("account.seats > 5", CATALOG, Place("a.yaml"))

    answers = [condition.ask(NOW, account(seats=seats)).value for seats in (1, 9, 1)]

    assert answers == [False, True, False]
