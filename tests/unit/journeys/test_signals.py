"""Signals and states: named conditions, their evidence, and how many signs of leaving there are."""

from datetime import timedelta
from typing import Any

import pytest

from journeys.catalog import Catalog
from journeys.conditions import compile_condition
from journeys.place import Place
from journeys.program import read_program
from tests.unit.journeys.small_program import NOW, TEXT, account, used

SIGNALS = """\
signals:
  no-logins:
    kind: churn
    meaning: Nobody signs in
    when: usage.count("signed in", 14 days) == 0
  big-and-idle:
    kind: churn
    meaning: Many seats, no projects
    when: account.seats > 50 and not milestones.first_project
  worth-more:
    kind: expansion
    meaning: It could pay more
    when: account.arr < 1000
states:
  at_risk:
    meaning: Somebody should look
    when: signals.risks >= 1
"""
PROGRAM = TEXT + SIGNALS.replace("at_risk:", "at-risk:")
CATALOG = Catalog(read_program(PROGRAM, "program.yaml"))


def ask(text: str, **traits: Any) -> object:
    usage = {"signed in": used(1)} if traits.pop("present", False) else {}
    return compile_condition(text, CATALOG, Place("a.yaml")).ask(NOW, account(usage, **traits)).value


def test_a_signal_is_a_condition_by_its_name() -> None:
    assert ask("signals.no_logins") is True
    assert ask("signals.no_logins", present=True) is False
    assert ask("signals.worth_more and not signals.big_and_idle", arr=10, seats=3) is True


def test_what_nobody_told_us_is_no_sign_of_anything() -> None:
    assert ask("signals.worth_more") is False
    assert ask("signals.big_and_idle") is False


def test_what_a_silent_feed_would_have_to_tell_is_unknown() -> None:
    silent = account({}, {"product": NOW - timedelta(days=9), "billing": NOW}, seats=100)

    for text in ("signals.no_logins", "signals.big_and_idle", "states.at_risk", 'signals.risk_level == "none"'):
        answer = compile_condition(text, CATALOG, Place("a.yaml")).ask(NOW, silent)
        assert (text, answer.value) == (text, None)
        assert "silent" in answer.unknown


@pytest.mark.parametrize(
    ("traits", "number", "level"),
    [({"present": True}, 0, "none"), ({}, 1, "medium"), ({"seats": 60}, 2, "high")],
)
def test_the_number_of_risks_decides_how_bad_it_is(traits: dict[str, Any], number: int, level: str) -> None:
    assert ask(f"signals.risks == {number}", **traits) is True
    assert ask(f'signals.risk_level == "{level}"', **traits) is True


def test_whoever_names_a_signal_sees_what_it_rests_on() -> None:
    answer = compile_condition("signals.no_logins", CATALOG, Place("a.yaml")).ask(NOW, account({}))

    assert answer.evidence == {'usage.count("signed in", 14 days)': 0, "signals.no_logins": True}


def test_whoever_counts_the_risks_sees_those_that_are_on_and_no_others() -> None:
    answer = compile_condition("states.at_risk", CATALOG, Place("a.yaml")).ask(NOW, account({}, seats=3))

    assert answer.evidence["signals.no_logins"] is True
    assert answer.evidence["signals.risks"] == 1
    assert "signals.big_and_idle" not in answer.evidence


def test_what_a_signal_needs_is_gathered_for_those_who_name_it() -> None:
    named, counted, at_risk = (
        compile_condition(text, CATALOG, Place("a.yaml")).needs
        for text in ("signals.no_logins", "signals.risks > 0", "states.at_risk")
    )

    assert named < counted == at_risk


def test_mistakes_in_signals_are_told_with_their_line() -> None:
    wrong = PROGRAM.replace('signed in", 14', 'signed im", 14').replace("kind: expansion", "kind: growth")
    wrong = wrong.replace("signals.risks >= 1", "signals.risk >= 1")

    with pytest.raises(ExceptionGroup) as caught:
        read_program(wrong, "program.yaml")

    told = [(error.lineno, error.msg) for error in caught.value.exceptions if isinstance(error, SyntaxError)]
    lines = wrong.splitlines()
    assert [lines[line - 1].strip().partition(":")[0] for line, _ in told if line] == ["when", "kind", "when"]
    assert ['did you mean "signed in"?' in told[0][1], "growth" in told[1][1], "signals.risks" in told[2][1]] == [
        True
    ] * 3


def test_a_signal_cannot_look_at_a_state_nor_at_itself() -> None:
    for rule in ("states.at_risk", "signals.no_logins"):
        with pytest.raises(ExceptionGroup, match="mistakes"):
            read_program(PROGRAM.replace("account.arr < 1000", rule), "program.yaml")


@pytest.mark.parametrize("name", ["risks", "risk-level", "on", "class"])
def test_a_signal_cannot_take_a_name_that_means_something_else(name: str) -> None:
    with pytest.raises(ExceptionGroup) as caught:
        read_program(PROGRAM.replace("no-logins:", f"{name}:"), "program.yaml")

    [told] = [error for error in caught.value.exceptions if isinstance(error, SyntaxError)]
    assert told.msg == f'"{name}" means something else already: choose another name'


def test_a_segment_cannot_count_risks_which_are_not_known_yet() -> None:
    wrong = PROGRAM.replace("or account.strategic", "or signals.risks >= 1")

    with pytest.raises(ExceptionGroup) as caught:
        read_program(wrong, "program.yaml")

    [told] = [error for error in caught.value.exceptions if isinstance(error, SyntaxError)]
    assert 'there is no field "signals.risks"' in told.msg
