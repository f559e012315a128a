"""What the demonstration prints when the time has been played: the summary, the audit, and where to look next."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from console.demo.audit import Audit
from console.demo.soundness import Soundness
from console.demo.stories import Story
from console.demo.tally import OUTCOMES, StepTally

STYLES = {"sent": "green", "held": "yellow", "handed over": "magenta", "refused": "red", "unknown": "red"}


def print_summary(console: Console, tallies: Sequence[StepTally], standings: Mapping[str, Counter[str]]) -> None:
    """Print for every journey how accounts stand in it, what became of each of its steps, and why not."""
    for journey, steps in groupby(tallies, attrgetter("journey")):
        lines = list(steps)
        stands = ", ".join(f"{times} {what}" for what, times in standings[journey].most_common())
        console.print()
        console.print(Rule(Text(f"What became of every step of {journey}", "bold"), align="left", style="dim"))
        console.print(Text(f"{standings[journey].total()} accounts: {stands}", "dim"))
        console.print(_outcomes(lines))
        console.print(Text("\nWhy not", "bold"))
        console.print(_reasons(lines))


def _outcomes(lines: Sequence[StepTally]) -> Table:
    outcomes = [name for name in OUTCOMES if any(line.counts[name] for line in lines)]
    table = Table(box=None, pad_edge=False)
    table.add_column("step", style="cyan", no_wrap=True)
    for name in outcomes:
        table.add_column(name, justify="right", style=STYLES.get(name, ""))
    for line in lines:
        table.add_row(line.step, *(f"{line.counts[name] or '·'}" for name in outcomes))
    return table


def _reasons(lines: Sequence[StepTally]) -> Table:
    table = Table.grid(padding=(0, 2))
    for line in lines:
        step = line.step
        for reason, outcomes in _by_reason(line).items():
            table.add_row(Text(step, "cyan"), Text(", ").join(outcomes), reason)
            step = ""
    return table


def _by_reason(line: StepTally) -> dict[str, list[Text]]:
    """The outcomes of a step by their reason: who is held and skipped in the end for one reason is told of once."""
    found: dict[str, list[Text]] = {}
    for (outcome, reason), times in line.reasons.most_common():
        found.setdefault(reason, []).append(Text(f"{times} {outcome}", STYLES.get(outcome, "")))
    return found


def print_audit(console: Console, found: Audit, unknown: Sequence[str]) -> None:
    """Print how the provider's ledger and ours fit together, and by name every mail whose fate is unknown."""
    console.print()
    console.print(Text(f"{'✓' if found.holds else '✗'} {found.line()}", "green" if found.holds else "bold red"))
    for name in unknown:
        console.print(Text(f"    unknown: {name}", "yellow"))
    for what, keys in (("twice", found.twice), ("missing", found.missing), ("not asked for", found.unasked)):
        for key in keys:
            console.print(Text(f"    {what}: the mail with send key {key}", "red"))
    for case in found.above:
        console.print(Text(f"    {case}", "red"), soft_wrap=True)


def print_soundness(console: Console, found: Soundness) -> None:
    """Print a line each for what must never be, and everything that is so none the less."""
    for line, cases in found.lines():
        console.print(Text(f"{'✗' if cases else '✓'} {line}", "bold red" if cases else "green"), soft_wrap=True)
        for case in cases:
            console.print(Text(f"    {case}", "red"), soft_wrap=True)


def print_fingerprint(console: Console, name: str, mark: str) -> None:
    """Print the fingerprint, and what it is good for."""
    console.print(Text(f"✓ {name}, fingerprint {mark}: every play of this book has the same", "green"))


def print_where_to_look(console: Console, home: Path, ledger: Path, stories: Sequence[Story]) -> None:
    """Print the commands that look further into what was played."""
    account = stories[-1].account if stories else "ACCOUNT"
    grid = Table.grid(padding=(0, 2))
    for command, meaning in (
        (f"tenure why {account}", "the whole story of an account"),
        ("tenure tasks", "what was handed to humans"),
        ("tenure status", "how everything stands"),
        ("tenure up", "a page with the tasks, and the mails of the accounts told of above"),
    ):
        grid.add_row(Text(f"  {command}", "cyan"), Text(meaning, "dim"))
    console.print()
    console.print(Rule(Text("Where to look next", "bold"), align="left", style="dim"))
    console.print(
        Text(f"export TENURE_HOME={_shown(home)} TENURE_CLOCK={_shown(home / 'clock')}", "cyan"), soft_wrap=True
    )
    console.print(grid)
    console.print(Text(f"{_shown(ledger)}: every mail that the stand-in for SendGrid accepted", "dim"), soft_wrap=True)
    console.print(Text(f"{_shown(home / 'log')}: what the processes said", "dim"), soft_wrap=True)


def _shown(path: Path) -> str:
    """The path as one would type it here."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
