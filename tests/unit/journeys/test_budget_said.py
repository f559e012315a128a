"""What a program and a journey say of how many mails may leave in a day."""

import pytest

from journeys.definition import Journey
from journeys.journey_file import read_journey
from journeys.program import read_program
from journeys.success import Program
from tests.unit.journeys.small_program import TEXT

JOURNEY = """\
title: Hello
kind: onboarding
starts: account.signed_up_at
priority: 60
to: admins
late: {within: 2 days, otherwise: skip}
steps: [{id: hello, day: 0, email: hello}]
"""


def read(kind: str, extra: str) -> Program | Journey:
    program = read_program(TEXT + (extra if kind == "program" else ""), "program.yaml")
    return program if kind == "program" else read_journey(JOURNEY + extra, "hello.yaml", program, None, ())


def mistakes(kind: str, extra: str) -> list[str]:
    with pytest.raises(ExceptionGroup) as caught:
        read(kind, extra)
    return [error.msg for error in caught.value.exceptions if isinstance(error, SyntaxError)]


def test_nothing_said_leaves_it_to_what_a_journey_used_to_send() -> None:
    program = read_program(TEXT, "program.yaml")
    assert program.budget is None
    assert read_journey(JOURNEY, "hello.yaml", program, None, ()).budget is None


def test_both_say_a_number_of_mails_a_day() -> None:
    program = read_program(f"{TEXT}send: {{budget: 500}}\n", "program.yaml")
    assert program.budget == 500
    assert read_journey(f"{JOURNEY}budget: 40\n", "hello.yaml", program, None, ()).budget == 40


@pytest.mark.parametrize(
    ("kind", "extra", "message"),
    [
        ("program", "send: {budget: 0}\n", "a budget is a number of mails in a day, from 1 to 10,000,000"),
        ("program", "send: {budget: many}\n", "budget must be a whole number"),
        ("journey", "budget: -3\n", "a budget is a number of mails in a day, from 1 to 10,000,000"),
        ("journey", "send: {budget: 40}\n", "a journey's own budget stands beside its title: `budget: 200`"),
    ],
)
def test_what_is_no_such_number_is_a_mistake(kind: str, extra: str, message: str) -> None:
    assert mistakes(kind, extra) == [message]
