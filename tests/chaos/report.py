"""The report of a run: what was expected, and what became of it, fault by fault and engine by engine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.chaos.fault import Outcome
from tests.chaos.mutation import Trial

COLUMNS = ("expected", "ok", "lost", "duplicated", "unexpected", "unresolved")
HEAD = ("fault", "engine", *COLUMNS, "seconds", "verdict")


@dataclass(frozen=True, slots=True)
class Line:
    """One fault on one engine."""

    fault: str
    engine: str
    outcome: Outcome

    def cells(self) -> tuple[str, ...]:
        """Answer the row of the table."""
        counts = (f"{getattr(self.outcome.tally, name)}" for name in COLUMNS)
        return self.fault, self.engine, *counts, f"{self.outcome.seconds:.0f}", self.verdict

    @property
    def verdict(self) -> str:
        """Answer in a word, or in as many as it takes."""
        return "green" if self.outcome.is_green else f"RED: {'; '.join(self.outcome.faults)}"

    def details(self) -> str:
        """Answer what was done, and what was measured."""
        done = [f"{name} {number}" for name, number in self.outcome.injected.items()]
        measured = [f"{name} {number:.1f}" for name, number in self.outcome.figures.items()]
        return f"{self.fault} on {self.engine}: {', '.join([*done, *measured])}"


def report(lines: Sequence[Line], trials: Sequence[tuple[str, Trial]], facts: str) -> str:
    """Answer the whole report. `facts` says how it can be run again; `trials` are of mutants, each with its engine."""
    rows = [HEAD, *(line.cells() for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD) - 1)]
    table = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows
    ]
    return "\n".join([facts, "", *table, "", *(line.details() for line in lines), *_mutants(trials), ""])


def _mutants(trials: Sequence[tuple[str, Trial]]) -> Iterator[str]:
    if not trials:
        return
    caught = {(engine, trial.mutant) for engine, trial in trials if trial.is_caught}
    every = {(engine, trial.mutant) for engine, trial in trials}
    yield f"\nmutants: {len(caught)} of {len(every)} caught"
    for engine, trial in trials:
        fate = trial.how if trial.is_caught else "SURVIVED" if trial.reached else "NOT REACHED"
        yield f"  {trial.mutant:38}{engine:12}{trial.fault:14}{fate}"
