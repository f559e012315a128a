"""The Procfile, read."""

import subprocess

import pytest

from console.child import shell
from console.procfile import read_procfile, shipped_procfile


def test_every_line_is_a_name_and_a_command() -> None:
    text = "# what we are\n\nweb: uvicorn app --port $PORT\nclock:python -m clock\n"

    assert read_procfile(text) == {"web": "uvicorn app --port $PORT", "clock": "python -m clock"}


def test_a_line_that_is_no_process_is_refused() -> None:
    with pytest.raises(ValueError, match="name: command"):
        read_procfile("web uvicorn")


def test_tenure_ships_web_worker_clock_and_release() -> None:
    assert list(shipped_procfile()) == ["release", "web", "worker", "clock"]


def test_a_command_sees_the_variables_it_is_given_whatever_is_in_them() -> None:
    command = shell('printf "%s" "$SAID"', "/opt/x", {"SAID": "it's $HOME; `id`"})

    assert subprocess.check_output(command, text=True) == "it's $HOME; `id`"


def test_the_given_folder_is_searched_first() -> None:
    command = shell('sh -c "echo $PATH"', "/opt/my tools", {})

    assert subprocess.check_output(command, text=True).startswith("/opt/my tools:")
