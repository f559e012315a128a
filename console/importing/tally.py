"""The tally: what became of every row, counted by file and by what the rows became."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class FileTally:
    """One file: its rows, those that did not go in, and what the others were (new, changed, known) by label."""

    name: str
    rows: int = 0
    rejected: int = 0
    conflicts: int = 0
    rejects: Path | None = None
    became: dict[str, Counter[str]] = field(default_factory=dict)

    def count(self, label: str, kind: str) -> None:
        """Count one fact that was recorded or known."""
        self.became.setdefault(label, Counter())[kind] += 1


@dataclass(slots=True)
class Tally:
    """A whole import."""

    files: list[FileTally] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Answer how many rows were read."""
        return sum(file.rows for file in self.files)

    @property
    def rejected(self) -> int:
        """Answer how many rows were bad."""
        return sum(file.rejected for file in self.files)

    @property
    def conflicts(self) -> int:
        """Answer how many rows contradict one that was there before."""
        return sum(file.conflicts for file in self.files)

    def total(self, kind: str) -> int:
        """Answer how many facts were `new`, `changed` or `known`."""
        return sum(counter[kind] for file in self.files for counter in file.became.values())
