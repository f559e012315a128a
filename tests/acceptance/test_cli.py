"""The command as a person meets it: an answer, or one line with the way out, and never a traceback."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.first_month import first_month, lay_out

TENURE = Path(sys.executable).parent / "tenure"

Tenure = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def tenure(tmp_path: Path) -> Tenure:
    """Run the command in a home of its own."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        given = {**os.environ, "TENURE_HOME": str(tmp_path / "home"), "COLUMNS": "200", **environment}
        return subprocess.run(
            [str(TENURE), *arguments], env=given, capture_output=True, text=True, check=False, cwd=tmp_path
        )

    return run


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program of one's own, to make mistakes in."""
    return lay_out(first_month(), tmp_path / "program")


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def only_line(done: subprocess.CompletedProcess[str]) -> str:
    """Answer the one line on standard error of a command that failed."""
    (line,) = done.stderr.splitlines()
    assert done.returncode != 0
    assert "Traceback" not in done.stdout
    return line


def test_it_says_its_version(tenure: Tenure) -> None:
    assert tenure("--version").stdout.startswith("tenure 0.")


def test_the_program_that_ships_has_no_mistakes(tenure: Tenure) -> None:
    done = tenure("check")

    assert (done.returncode, done.stderr) == (0, "")
    assert "no mistakes" in done.stdout


def test_every_mistake_in_journeys_and_mails_is_told_at_once(tenure: Tenure, program: Path) -> None:
    spoil(program / "journeys/definitions/onboarding.yaml", "email: onboarding/welcome", "email: onboarding/welcom")
    spoil(program / "emails/templates/onboarding/welcome.md", "subject:", "subjekt:")

    done = tenure("check", str(program))

    assert done.returncode == 1
    assert 'did you mean "onboarding/welcome"?' in done.stderr
    assert "emails/templates/onboarding/welcome.md:2:" in done.stderr
    assert done.stderr.count("^") >= 2
    assert done.stderr.splitlines()[-1].endswith("in 2 files")


def test_nothing_is_published_while_anything_is_wrong(tenure: Tenure, program: Path) -> None:
    spoil(program / "emails/templates/onboarding/welcome.md", "subject:", "subjekt:")
    tenure("migrate")

    failed = tenure("publish", "--program", str(program))
    spoil(program / "emails/templates/onboarding/welcome.md", "subjekt:", "subject:")
    repaired = tenure("publish", "--program", str(program))

    assert failed.returncode == 1
    assert " added, 0 unchanged" in repaired.stdout


def test_publishing_tells_what_changed_and_only_that(tenure: Tenure, program: Path) -> None:
    tenure("migrate")
    tenure("publish", TENURE_PROGRAM=str(program))
    spoil(program / "journeys/definitions/onboarding.yaml", "title: ", "title: The ")

    done = tenure("publish", TENURE_PROGRAM=str(program))

    assert done.stdout.splitlines()[0].split() == ["changed", "journeys/definitions/onboarding.yaml", "+1", "-1"]
    assert done.stdout.splitlines()[-1].startswith("release 2: 1 changed, ")


def test_migrating_says_what_was_applied_and_then_that_all_is_well(tenure: Tenure) -> None:
    first, second = tenure("migrate"), tenure("migrate")

    assert "applied  0001" in first.stdout
    assert second.stdout.rstrip().endswith("is up to date")


def test_a_database_that_was_never_migrated_is_told(tenure: Tenure) -> None:
    assert "run `tenure migrate`" in only_line(tenure("publish"))


@pytest.mark.parametrize("command", ["migrate", "check", "status"])
def test_a_wrong_database_url_is_told_with_the_way_out(tenure: Tenure, command: str) -> None:
    line = only_line(tenure(command, DATABASE_URL="mysql://localhost/x"))

    assert "DATABASE_URL" in line
    assert "PostgreSQL or SQLite" in line


def test_an_unreachable_database_is_told(tenure: Tenure) -> None:
    assert "DATABASE_URL" in only_line(tenure("migrate", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none"))


def test_a_misspelt_option_is_told_in_one_line(tenure: Tenure) -> None:
    line = only_line(tenure("up", "--prot", "8080"))

    assert "--prot" in line
    assert "--help" in line


def test_a_value_that_an_option_cannot_take_is_told_with_the_option(tenure: Tenure) -> None:
    line = only_line(tenure("demo", "--accounts", "0"))

    assert line.startswith("tenure: Invalid value for '--accounts': ")


def test_without_a_command_there_is_the_help_and_nothing_else(tenure: Tenure) -> None:
    done = tenure()

    assert "Usage: tenure" in done.stdout
    assert (done.returncode, done.stderr) == (2, "")


def test_a_folder_that_is_none_is_told(tenure: Tenure) -> None:
    done = tenure("check", "./nowhere")

    assert done.returncode == 1
    assert "there is no journeys/program.yaml here" in done.stderr


def test_a_mistake_of_ours_is_one_line_and_the_traceback_lies_in_a_file(tenure: Tenure, tmp_path: Path) -> None:
    stray = tmp_path / "stray"
    stray.mkdir()
    (stray / "sitecustomize.py").write_text("import console.commands.check as c\nc.inspect = lambda *_: 1 / 0\n")

    line = only_line(tenure("check", PYTHONPATH=str(stray)))

    assert "a mistake of ours (ZeroDivisionError)" in line
    assert "Traceback" in (tmp_path / "home/errors.log").read_text()
