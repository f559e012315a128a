"""A whole program judged at once."""

from pathlib import Path

import pytest

from console.mistakes import find_mistakes
from console.program_check import check_folder
from tests.first_month import first_month, lay_out

JOURNEY, WELCOME = "journeys/definitions/onboarding.yaml", "emails/templates/onboarding/welcome.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay_out(first_month(), tmp_path)


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def told(folder: Path) -> list[tuple[str | None, str]]:
    with pytest.raises(ExceptionGroup) as caught:
        check_folder(folder)
    return [(mistake.filename, mistake.msg) for mistake in find_mistakes(caught.value) or ()]


def test_mistakes_of_every_kind_of_file_are_told_at_once(folder: Path) -> None:
    (folder / WELCOME).write_bytes(b"---\nsubject: Gr\xfc\xdfe\n---\n")
    (folder / "journeys/playbooks/low-adoption.yaml").rename(folder / "journeys/playbooks/low-adoption.yml")
    change(folder / JOURNEY, "day: 3", "day: three")
    change(folder / "emails/templates/onboarding/setup-help.md", "topic:", "topik:")

    files = {name for name, _ in told(folder)}

    assert {JOURNEY, WELCOME, "journeys/playbooks/low-adoption.yml"} < files
    assert "emails/templates/onboarding/setup-help.md" in files


def test_of_a_file_that_is_not_text_only_that_is_told(folder: Path) -> None:
    (folder / WELCOME).write_bytes(b"\xff\xfe no front matter")

    assert told(folder) == [(WELCOME, "this is not UTF-8 text: save the file as UTF-8")]
    (folder / WELCOME).write_bytes(b"---\nsubject: Hello\npreheader: Hello\ntopic: onboarding\n---\n\xff\n")
    assert told(folder) == [(WELCOME, "this is not UTF-8 text: save the file as UTF-8")]


def test_a_prompt_in_the_product_cannot_be_mailed(folder: Path) -> None:
    change(folder / JOURNEY, "in_app: onboarding/core-workflow-tour", "email: onboarding/core-workflow-tour")

    ((_, message),) = told(folder)

    assert message.endswith("say in_app: onboarding/core-workflow-tour")


def test_a_condition_left_empty_is_a_mistake_and_not_a_yes(folder: Path) -> None:
    change(folder / JOURNEY, "unless: milestones.core_workflow", "unless:")

    assert told(folder) == [(JOURNEY, "unless says nothing: write a condition behind it, or remove it")]


def test_a_journey_is_not_called_what_the_ledger_could_not_say(folder: Path) -> None:
    (folder / JOURNEY).rename(folder / "journeys/definitions/On Boarding.yaml")

    ((_, message),) = told(folder)

    assert message.startswith("the file's name is the journey's: small letters")
