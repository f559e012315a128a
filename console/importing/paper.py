"""The paperwork of one file: its tally and its rejects."""

from pathlib import Path

from console.importing.rejects import Rejects
from console.importing.row import Row
from console.importing.rows import CsvFile, Record
from console.importing.tally import FileTally


class Paper:
    """What is written down about one file while it is imported."""

    def __init__(self, file: CsvFile, folder: Path) -> None:
        """Begin with nothing; rejects go to `folder`."""
        self.tally = FileTally(file.path.name)
        self._rejects = Rejects(file, folder)

    def close(self) -> None:
        """Finish the rejects file, if there is one."""
        self._rejects.close()

    def count(self, row: Row) -> None:
        """Count a row and what it became."""
        self.tally.rows += 1
        for label, kind in row.became:
            self.tally.count(label, kind)

    def file_away(self, row: Row) -> None:
        """Write a row down that did not go in, or not all of it."""
        reasons = [*row.reasons, *row.conflicts]
        if reasons:
            self.reject(row.record, reasons, in_conflict=not row.reasons)

    def reject(self, record: Record, reasons: list[str], *, in_conflict: bool) -> None:
        """Write down a record with its reasons."""
        self.tally.conflicts += in_conflict
        self.tally.rejected += not in_conflict
        self._rejects.write(record, "; ".join(reasons))
        self.tally.rejects = self._rejects.path
