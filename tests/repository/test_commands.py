"""Every command is documented where people look: in its own help and in the console's README."""

import shlex
from pathlib import Path

import pytest
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from console.menu import MENU
from tests.command_line import app

README = Path(__file__).parents[2] / "console" / "README.md"
NAMES = [entry.name for entry in MENU]


def command(name: str) -> TyperCommand:
    found: object = get_command(app)
    for word in name.split():
        assert isinstance(found, TyperGroup)
        found = found.commands[word]
    assert isinstance(found, TyperCommand)
    return found


@pytest.fixture(scope="module")
def readme() -> str:
    return README.read_text()


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_an_example_of_itself(name: str) -> None:
    done = CliRunner().invoke(app, [*name.split(), "--help"], env={"COLUMNS": "200"})

    assert done.exit_code == 0
    assert f"tenure {name}" in done.stdout.partition("Example:")[2]


@pytest.mark.parametrize("name", NAMES)
def test_every_command_is_in_the_readme(name: str, readme: str) -> None:
    assert f"| `tenure {name}` |" in readme


@pytest.mark.parametrize(("name", "example"), [(entry.name, entry.example) for entry in MENU])
def test_every_example_is_one_that_the_command_understands(name: str, example: str) -> None:
    words = shlex.split(example.partition(f"tenure {name}")[2])

    assert command(name).make_context(name, words).args == []
