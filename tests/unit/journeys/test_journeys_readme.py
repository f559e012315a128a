"""The examples of the room's README are read by the code they explain."""

import re

from journeys.definition import Handoff, Journey
from journeys.health_file import read_model
from journeys.load import read_journey
from journeys.mistakes import Mistakes
from tests.unit.journeys.stage import HEAD, ROOM, book, journey

EXAMPLES = re.findall(r"```yaml\n(.*?)```", (ROOM / "README.md").read_text("utf-8"), re.DOTALL)


def example(beginning: str) -> str:
    (found,) = [text for text in EXAMPLES if text.startswith(beginning)]
    return str(found)


def first_week() -> Journey:
    return read_journey(
        example("title: First week"), "journeys/definitions/first-week.yaml", book().program, None, book().playbooks
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


def test_the_example_of_a_health_model_is_read() -> None:
    mistakes = Mistakes()
    model = read_model(example("title: Small"), "journeys/health/small.yaml", book().catalog.words, mistakes)
    assert mistakes.found == []
    assert [(part.name, part.points) for part in model.components] == [("usage", 40), ("stickiness", 10)]
