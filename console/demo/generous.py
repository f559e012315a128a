"""A program for a book that is new as a whole: what is a matter of surprise elsewhere is what a time-lapse is for."""

import re
from collections.abc import Mapping

PROGRAM = "journeys/program.yaml"
BUDGET = "budget: 1000000"
SEND = re.compile(r"^send:[ \t]*(\{)?", re.MULTILINE)


def generous(program: Mapping[str, str]) -> dict[str, str]:
    """Answer the same program, which says that no journey is to be asked about for sending much in a day."""
    text = program.get(PROGRAM, "")
    if re.search(r"\bbudget:", text):
        return dict(program)
    said = SEND.sub(lambda found: f"send: {{{BUDGET}, " if found[1] else f"send:\n  {BUDGET}", text, count=1)
    return {**program, PROGRAM: said if said != text else f"{text}\nsend: {{{BUDGET}}}\n"}
