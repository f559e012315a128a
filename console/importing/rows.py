"""Reading CSV in flat memory: one record at a time, each either cells or the reason why it cannot be read.

What is wrong with one line stays with that line: bytes that are no UTF-8, and a quote that is opened and never
closed, which would otherwise swallow the rest of the file.
"""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

LONGEST_LINE = 128 * 1024  # bytes; of a record over several lines, too
MOST_LINES = 200  # of one record
DELIMITERS = (",", ";", "\t", "|")
MARKERS = ("file", "line", "reason")  # the columns with which a rejects file begins
LONG = f"the line is longer than {LONGEST_LINE // 1024} KB"
GUARDED = frozenset("=+-@\t\r'")  # what a spreadsheet takes for a formula when a cell begins with it
OPEN = "unexpected end of data"  # how Python's csv says that a quote is still open


@dataclass(frozen=True, slots=True)
class Record:
    """One record, by the number of its first line (from 1). `problem` says why it cannot be used, if so."""

    line: int
    cells: list[str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line."""

    number: int
    text: str
    problem: str = ""


class CsvFile:
    """An open CSV file: `columns` from its first line, then its records; `position` counts the bytes read."""

    def __init__(self, path: Path, delimiter: str = "") -> None:
        """Read the header. Raises ValueError, with the way out, for a file that cannot be read at all."""
        self.path, self.position = path, 0
        self._number = 0
        self._again: deque[Line] = deque()
        self._handle: BinaryIO = path.open("rb")
        try:
            self._read_header(delimiter)
        except BaseException:
            self._handle.close()
            raise

    def __enter__(self) -> Self:
        """Answer itself."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._handle.close()

    def __iter__(self) -> Iterator[Record]:
        """Answer the records in order; empty lines are none."""
        while (line := self._next()) is not None:
            if line.text.strip():
                yield self._record(line)

    def _read_header(self, delimiter: str) -> None:
        header = self._header()
        self.delimiter = delimiter or max(DELIMITERS, key=_outside_quotes(header).count)
        cells = [name.strip() for name in _columns(header, self.delimiter)]
        self.is_rejects = tuple(cells[: len(MARKERS)]) == MARKERS
        self.columns = cells[len(MARKERS) :] if self.is_rejects else cells

    def _header(self) -> str:
        line = self._next()
        if line is None or not line.text.strip("\ufeff \r\n"):
            raise ValueError("the file has no header: its first line must name the columns")
        if line.problem or "\0" in line.text:
            raise ValueError("the first line is not UTF-8 text: save the file as CSV in UTF-8")
        return line.text.removeprefix("\ufeff")

    def _record(self, first: Line) -> Record:
        if first.problem:
            return self._finished(first, self._split(first.text), first.problem)
        if '"' not in first.text:
            return self._finished(first, self._split(first.text))
        return self._quoted(first)

    def _quoted(self, first: Line) -> Record:
        """Read a record with quotes, over as many lines as it takes; if it does not close, its first line is bad."""
        lines, text = [first], first.text
        while True:
            try:
                cells = _parse(text, self.delimiter)
            except csv.Error as error:
                if str(error) != OPEN:
                    return self._taken_apart(lines, f"a quote stands where none can be ({error})")
            else:
                break
            more = self._until_quote(lines)
            if not more:
                return self._taken_apart(lines, "a quote is opened and never closed")
            text += more
        if len(lines) > 1 and len(cells) != self._width:
            return self._taken_apart(lines, "a quote is opened and not closed in its cell")
        return self._finished(first, cells, next((line.problem for line in lines if line.problem), ""))

    def _until_quote(self, lines: list[Line]) -> str:
        """Take lines up to the next one with a quote in it; answer their text, nothing if there is none near."""
        start = len(lines)
        while len(lines) < MOST_LINES and (line := self._next()) is not None:
            lines.append(line)
            if '"' in line.text:
                return "".join(line.text for line in lines[start:])
        return ""

    def _taken_apart(self, lines: list[Line], problem: str) -> Record:
        """Answer the first line as a bad record of one cell, and let the others be read again on their own."""
        self._again.extendleft(reversed(lines[1:]))
        return Record(lines[0].number, [lines[0].text.rstrip("\r\n")], problem)

    def _finished(self, first: Line, cells: list[str], problem: str = "") -> Record:
        if not problem and len(cells) != self._width:
            expected = self._width - 3 if self.is_rejects else self._width
            found = len(cells) - (self._width - expected)
            problem = f"the row has {max(found, 0)} cells, the header {expected}"
        elif not problem and "\0" in "".join(cells):
            problem = "the row holds a NUL character"
        elif not problem and "\ufffd" in "".join(cells):
            problem = "the row holds a character that was lost in an earlier conversion (�)"
        if self.is_rejects:
            cells = [without_guard(cell) for cell in cells[len(MARKERS) :]]
        return Record(first.number, cells, problem)

    @property
    def _width(self) -> int:
        return len(self.columns) + (len(MARKERS) if self.is_rejects else 0)

    def _split(self, text: str) -> list[str]:
        return text.rstrip("\r\n").split(self.delimiter)

    def _next(self) -> Line | None:
        if self._again:
            return self._again.popleft()
        raw = self._handle.readline(LONGEST_LINE + 1)
        if not raw:
            return None
        self._number += 1
        self.position += len(raw)
        too_long = len(raw) > LONGEST_LINE
        if too_long:
            self._skip_line()
        try:
            return Line(self._number, raw.decode(), LONG if too_long else "")
        except UnicodeDecodeError as error:
            problem = f"byte {error.start + 1} of the line (0x{raw[error.start]:02X}) is not UTF-8"
            return Line(self._number, raw.decode(errors="replace"), LONG if too_long else problem)

    def _skip_line(self) -> None:
        while (more := self._handle.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
            self.position += len(more)
        self.position += len(more)


def guarded(cell: str) -> str:
    """Answer a cell that no spreadsheet takes for a formula: an apostrophe goes before what could begin one."""
    return f"'{cell}" if cell[:1] in GUARDED else cell


def without_guard(cell: str) -> str:
    """Answer what `guarded` was given."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in GUARDED else cell


def _parse(text: str, delimiter: str) -> list[str]:
    return next(csv.reader([text], delimiter=delimiter, strict=True))


def _columns(header: str, delimiter: str) -> list[str]:
    try:
        return _parse(header, delimiter)
    except csv.Error as error:
        raise ValueError(f"the first line does not name the columns ({error})") from None


def _outside_quotes(text: str) -> str:
    return "".join(text.split('"')[::2])
