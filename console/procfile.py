"""The Procfile: the kinds of processes Tenure is made of, and the command line of each."""

import re
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
LINE = re.compile(r"(?P<name>[A-Za-z0-9_-]+):\s*(?P<command>\S.*)")


def read_procfile(text: str) -> Mapping[str, str]:
    """Answer the command line of every process by its name; empty lines and `#` comments are passed over.

    Raises ValueError for a line that is neither.
    """
    lines = [line.strip() for line in text.splitlines()]
    return dict(_entry(line) for line in lines if line and not line.startswith("#"))


def shipped_procfile() -> Mapping[str, str]:
    """Answer the commands of the Procfile that Tenure ships."""
    return read_procfile((ROOT / "Procfile").read_text())


def _entry(line: str) -> tuple[str, str]:
    found = LINE.fullmatch(line)
    if found is None:
        raise ValueError(f"not a line of a Procfile, which reads `name: command`: {line!r}")
    return found["name"], found["command"]
