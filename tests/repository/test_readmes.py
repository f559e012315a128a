"""What the READMEs say of files is so."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("journeys", "models", "workers", "console", "tests")


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_that_a_room_names_is_there(room: str) -> None:
    named = set(re.findall(r"[\w/]+\.py\b", (ROOT / room / "README.md").read_text()))

    assert named
    assert [name for name in sorted(named) if not any((place / name).is_file() for place in (ROOT / room, ROOT))] == []


@pytest.mark.parametrize("room", ["models"])
def test_every_module_of_a_room_with_a_list_is_in_it(room: str) -> None:
    told = (ROOT / room / "README.md").read_text()

    modules = (file.name for file in (ROOT / room).glob("*.py") if file.name != "__init__.py")
    assert [name for name in sorted(modules) if f"`{name}`" not in told] == []
