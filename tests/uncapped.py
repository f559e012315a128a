"""The program without its caps or its gap: for tests in which more is said in a while than anybody should hear."""

import re
from collections.abc import Mapping

PROGRAM = "journeys/program.yaml"


def uncapped(files: Mapping[str, str]) -> dict[str, str]:
    """Answer these files, with no caps in program.yaml; the gap stays."""
    return _without("caps", files)


def gapless(files: Mapping[str, str]) -> dict[str, str]:
    """Answer these files, with no gap in program.yaml; the caps stay."""
    return _without("gap", files)


def _without(what: str, files: Mapping[str, str]) -> dict[str, str]:
    text, times = re.subn(f"(?m)^  {what}: .*$", f"  {what}: off", files[PROGRAM])
    assert times == 1, f"program.yaml says {what} in one line"
    return {**files, PROGRAM: text}
