"""What the children of `tenure up` say, each line under its name and in its color."""

import re

from rich.console import Console
from rich.text import Text

COLORS = ("cyan", "magenta", "green", "yellow", "blue")
OURS = "tenure"
# Dramatiq begins its lines with date, process, thread and its own name: half of the line, on a laptop for nothing.
PREAMBLE = re.compile(r"\[[\d :,-]+\] \[PID \d+\] \[[^\]]*\] \[(?P<logger>[^\]]*)\] \[(?P<level>[A-Z]+)\] ")


class Transcript:
    """Writes lines to the terminal, or plainly to wherever the output goes."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)
        self.colors: dict[str, str] = {OURS: "bold white"}

    def say(self, name: str, line: str) -> None:
        """Write a line that the child `name` said."""
        self.write(name, Text.from_ansi(PREAMBLE.sub(r"\g<level> \g<logger>: ", line, count=1)))

    def tell(self, line: str) -> None:
        """Write a line of our own."""
        self.write(OURS, Text(line))

    def write(self, name: str, line: Text) -> None:
        """Write `line` under `name`; every name keeps the color it got first."""
        color = self.colors.setdefault(name, COLORS[(len(self.colors) - 1) % len(COLORS)])
        self.console.print(Text.assemble((f"{name:<7}", color), (" │ ", "dim"), line), soft_wrap=True)
