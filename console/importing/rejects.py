"""Rejects: the rows that did not go in, with place and reason, in a file that can be mended and imported again."""

import csv
from collections.abc import Sequence
from pathlib import Path
from re import sub
from typing import TextIO

from console.importing.rows import MARKERS, CsvFile, Record, guarded


class Rejects:
    """The rejects file of one CSV file, made when the first row is written; nothing is ever overwritten.

    It has the columns `file`, `line`, `reason`, then those of the file, and its delimiter. Cells that a spreadsheet
    could take for a formula get an apostrophe in front, which the import takes off again.
    """

    def __init__(self, source: CsvFile, folder: Path) -> None:
        """Prepare to write the rejects of `source` into `folder`."""
        self.path: Path | None = None
        self._source, self._folder = source, folder
        self._handle: TextIO | None = None

    def write(self, record: Record, reason: str) -> None:
        """Write down a row and why it did not go in."""
        if self._handle is None:
            self._open()
        self._row([self._source.path.name, str(record.line), reason, *record.cells])

    def close(self) -> None:
        """Finish the file, if there is one."""
        if self._handle is not None:
            self._handle.close()

    def _open(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self.path = _free(self._folder, original_name(self._source.path.name))
        self._handle = self.path.open("x", encoding="utf-8-sig", newline="")
        self._row([*MARKERS, *self._source.columns])

    def _row(self, cells: Sequence[str]) -> None:
        csv.writer(self._handle, delimiter=self._source.delimiter).writerow(map(guarded, cells))  # type: ignore[arg-type]


def original_name(name: str) -> str:
    """Answer the name of the file that a rejects file came from; any other name as it is."""
    return sub(r"\.rejects(-[0-9]+)?(?=\.[^.]*$|$)", "", name)


def _free(folder: Path, name: str) -> Path:
    stem, suffix = Path(name).stem, Path(name).suffix or ".csv"
    path, number = folder / f"{stem}.rejects{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}.rejects-{number}{suffix}"
    return path
