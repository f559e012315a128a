"""The examples of the room's README are read by the code they explain."""

import re

from journeys.definition import Handoff, Journey
from journeys.load import read_journey
from tests.unit.journeys.stage import HEAD, ROOM, book, journey

EXAMPLES = re.findall(r"```yaml\n(.*?)```", (ROOM / "README.md").read_text("utf-8"), re.DOTALL)


def example(beginning: str) -> str:
    (found,) = [text for text in EXAMPLES if text.startswith(beginning)]
    return str(found)


def first_week() -> Journey:
    return read_journey(
        example("title:"), "journeys/definitions/first-week.yaml", book().program, None, book().playbooks
    )


def test_the_example_journey_is_read() -> None:
    assert [(step.id, step.day) for step in first_week().steps] == [("welcome", 0), ("tour", 3), ("first-project", 7)]
    assert first_week().steps[-1].choices[-1].action == Handoff("low-adoption")


def test_the_examples_of_lateness_are_read() -> None:
    head = HEAD.replace("late: {within: 4 days, otherwise: skip}\n", "")
    policies = [
        journey("- {id: x, day: 0, email: a}", f"{head}{line}\n").late for line in example("late:").splitlines()
    ]
    assert [late.otherwise for late in policies if late] == ["skip", "handoff", "send"]
