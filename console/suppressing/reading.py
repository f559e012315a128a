"""Reading an exported list: every row is either a suppression, or told with its line and reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from console.failures import CommandError
from console.importing.rejects import Rejects
from console.importing.rows import CsvFile, Record
from console.suppressing.columns import Columns, moment_in, read_columns, reason_in, reason_of_file
from models.places import clean_place
from models.reasons import ANY, REASONS


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is said of a whole list: the reason (empty: a column or the file's name tells), the topic (empty: the column
    of its group does, or all), and which group means which topic.
    """

    now: datetime
    reason: str = ""
    topic: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class List:
    """The suppressions of a file, and the rows that are none, by their lines."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    bad: list[tuple[int, str]] = field(default_factory=list)
    rejects: Path | None = None


def read_list(path: Path, meaning: Meaning, folder: Path) -> List:
    """Answer what a file says; bad rows go into a rejects file in `folder`. Raises CommandError for what it is not."""
    try:
        file = CsvFile(path)
    except ValueError as error:
        raise CommandError(f"{path}: {error}") from None
    with file:
        try:
            columns = read_columns(file.columns)
        except ValueError as error:
            raise CommandError(f"{path}: {error}") from None
        _check(path, columns, meaning)
        return _read(file, columns, meaning, folder)


def _check(path: Path, columns: Columns, meaning: Meaning) -> None:
    if not meaning.reason and columns.kind is None and not _reason_of_all(path, columns):
        known = ", ".join(name for name in REASONS if name != "forgotten")
        raise CommandError(f"{path} does not tell why: call a column that does `type`, or say --reason, one of {known}")
    if columns.group is not None and not meaning.topic and not meaning.groups:
        raise CommandError(
            f'{path} is about groups: say which topic each means, --group "Weekly tips=tips", or for all, --topic news'
        )


def _read(file: CsvFile, columns: Columns, meaning: Meaning, folder: Path) -> List:
    found, rejects, seen = List(), Rejects(file, folder), set[tuple[str, str, str]]()
    for record in file:
        try:
            row = _row(record, columns, meaning, file.path)
        except ValueError as problem:
            found.bad.append((record.line, str(problem)))
            rejects.write(record, str(problem))
            continue
        key = (row["email"], row["topic"], row["reason"])
        found.rows += [row] if key not in seen else []
        seen.add(key)
    rejects.close()
    found.rejects = rejects.path
    return found


def _row(record: Record, columns: Columns, meaning: Meaning, path: Path) -> dict[str, Any]:
    if record.problem:
        raise ValueError(record.problem)
    told = dict(_told(record, columns))
    reason = meaning.reason or (_reason_of_all(path, columns) if columns.kind is None else reason_in(told["kind"]))
    if not reason:
        raise ValueError(f'"{told["kind"]}" is no reason that is known here: say --reason for all of the file')
    topic = meaning.topic or (meaning.groups.get(told["group"], "") if columns.group is not None else ANY)
    if not topic:
        raise ValueError(f'nobody said which topic the group "{told["group"]}" means')
    at = moment_in(told["moment"])
    return {
        "email": clean_place(told["address"]), "topic": topic, "reason": reason, "source": f"import {path.name}",
        "at": min(at, meaning.now) if at else meaning.now,
    }  # fmt: skip


def _reason_of_all(path: Path, columns: Columns) -> str:
    """Answer the reason of every row, by the name of the file; who stands on a list of groups has left them."""
    return reason_of_file(path.stem) or ("unsubscribed" if columns.group is not None else "")


def _told(record: Record, columns: Columns) -> Iterator[tuple[str, str]]:
    for name in ("address", "moment", "kind", "group"):
        place = getattr(columns, name)
        yield name, record.cells[place].strip() if place is not None else ""
