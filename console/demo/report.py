"""What the demonstration prints when the time has been played: the summary, the audit, and where to look next."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from console.demo.audit import Audit
from console.demo.stories import Story
from console.demo.tally import OUTCOMES, StepTally

REASONS = 2
LONGEST_REASON = 100


def print_summary(console: Console, tallies: Sequence[StepTally]) -> None:
    """Print a table for every journey: what became of each of its steps, and why not."""
    for journey, steps in groupby(tallies, attrgetter("journey")):
        lines = list(steps)
        outcomes = [name for name in OUTCOMES if any(line.counts[name] for line in lines)]
        table = Table(
            title=f"What became of every step of {journey}", title_justify="left", title_style="bold", box=None
        )
        table.add_column("step", style="cyan", no_wrap=True)
        for name in outcomes:
            table.add_column(name, justify="right", style="red" if name in {"unknown", "refused"} else "")
        table.add_column("why not", style="dim", ratio=1)
        for line in lines:
            table.add_row(line.step, *(_number(line.counts[name]) for name in outcomes), _reasons(line))
        console.print()
        console.print(table)


def print_audit(console: Console, found: Audit, unknown: Sequence[str]) -> None:
    """Print how the provider's ledger and ours fit together; every mail whose fate is unknown by name."""
    console.print()
    style = "green" if found.holds else "bold red"
    console.print(Text("✓ " if found.holds else "✗ ", style).append(f"{found.line()}", style))
    for name in unknown:
        console.print(Text(f"    unknown: {name}", "yellow"))


def print_disagreement(console: Console, found: Audit) -> None:
    """Print the send keys on which the two ledgers do not agree."""
    for what, keys in (("twice", found.twice), ("missing", found.missing), ("not asked for", found.unasked)):
        for key in keys:
            console.print(Text(f"    {what}: {key}", "red"))


def print_where_to_look(console: Console, home: Path, ledger: Path, stories: Sequence[Story]) -> None:
    """Print the commands that look further into what was played."""
    where = f"TENURE_HOME={_shown(home)} TENURE_CLOCK={_shown(home / 'clock')}"
    account = stories[-1].account if stories else "ACCOUNT"
    grid = Table.grid(padding=(0, 2))
    for command, meaning in (
        (f"tenure why {account}", "the whole story of an account"),
        ("tenure tasks", "what was handed to humans"),
        ("tenure status", "where everything stands"),
        ("tenure up", "the page with tasks and mails, on the same data"),
    ):
        grid.add_row(Text(command, "cyan"), Text(meaning, "dim"))
    console.print()
    console.print(Text("Where to look next", "bold"))
    console.print(Text(f"export {where}", "cyan"), soft_wrap=True)
    console.print(grid)
    console.print(Text(f"{_shown(ledger)}  every mail that the stand-in for SendGrid accepted", "dim"), soft_wrap=True)
    console.print(Text(f"{_shown(home / 'log')}  what the processes said", "dim"), soft_wrap=True)


def _number(count: int) -> str:
    return f"{count}" if count else "·"


def _reasons(line: StepTally) -> Text:
    top = line.reasons.most_common(REASONS)
    return Text("; ".join(f"{times} × {_cut(reason)}" for reason, times in top))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_REASON else text[: LONGEST_REASON - 1] + "…"


def _shown(path: Path) -> str:
    """The path as one would type it here."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
