"""The walls between the rooms stand."""

from pathlib import Path

import pytest
from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

ROOT = Path(__file__).parents[2]


def test_no_room_knows_what_it_must_not_know(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    configure()

    # Not by the command's own function: that silences every logger there is, for the tests that come after.
    stand = lint_imports(cache_dir=None, no_logo=True)

    assert stand, capsys.readouterr().out
