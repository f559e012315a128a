"""Loading: the files of a plan, batch by batch, each batch in one transaction; killed anywhere, it can run again."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from console.importing.convert import Converter, Desk
from console.importing.kinds import Manner
from console.importing.paper import Paper
from console.importing.plan import Job, Lesson, Plan
from console.importing.portfolio import hold, settle
from console.importing.row import Row, of_noun, read_row
from console.importing.rows import CsvFile, Record
from console.importing.shelf import Shelf
from console.importing.tally import Tally
from models.directory import look_up, unknown_account
from models.intake import record_accounts, record_contacts, record_events

BATCH = 5000  # rows a transaction, and facts a statement
RECORDERS: Sequence[tuple[str, Any]] = (
    ("accounts", record_accounts),
    ("contacts", record_contacts),
    ("events", record_events),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where an import goes, when it is, where its rejects go, and whom to tell how many bytes were read."""

    begin: Callable[[], AbstractContextManager[Connection]]
    now: datetime
    as_of: date
    rejects: Path
    advance: Callable[[int], object]


def load(plan: Plan, setting: Setting) -> Tally:
    """Import the files of a plan; answer what became of their rows."""
    papers: dict[str, Paper] = {}
    with closing(Shelf()) as shelf, ExitStack() as stack:
        for lesson in plan.lessons:
            learn(lesson, shelf, setting.advance)
        for job in plan.jobs:
            with CsvFile(job.path, job.sheet.delimiter) as file:
                paper = papers[str(job.path)] = Paper(file, setting.rejects)
                stack.callback(paper.close)
                _load_file(file, job, desk_of(file, job, plan, shelf, setting.now), paper, setting)
        figures = settle(shelf, papers, setting.begin, setting.now, setting.as_of)
        return Tally([*(paper.tally for paper in papers.values()), *figures])


def learn(lesson: Lesson, shelf: Shelf, advance: Callable[[int], object]) -> None:
    """Remember a lookup's answers; lines that cannot be read are reported when their file is imported."""
    with CsvFile(lesson.path, lesson.delimiter) as file:
        match, take = (file.columns.index(source.column) for source in (lesson.lookup.match, lesson.lookup.take))
        for records in _batches(file, advance):
            sound = (record.cells for record in records if not record.problem)
            shelf.learn(lesson.lookup.name, ((cells[match].strip(), cells[take].strip()) for cells in sound))


def desk_of(file: CsvFile, job: Job, plan: Plan, shelf: Shelf, now: datetime) -> Desk:
    """Answer what the rows of a file are read with."""
    columns = {name: place for place, name in enumerate(file.columns)}
    return Desk(job.path.name, columns, Manner(now, job.sheet.zone), plan.lookups, shelf)


def _load_file(file: CsvFile, job: Job, desk: Desk, paper: Paper, setting: Setting) -> None:
    converters = [Converter(block, desk) for block in job.sheet.blocks]
    for records in _batches(file, setting.advance):
        rows = [read_row(record, converters) for record in records]
        with setting.begin() as connection:
            _record(connection, setting.now, rows)
        for row in rows:
            # A row is written down only when its batch is in: what is killed before is read again.
            if not hold(row, str(job.path), desk.shelf):
                paper.file_away(row)
            paper.count(row)


def _record(connection: Connection, now: datetime, rows: Sequence[Row]) -> None:
    for noun, record in RECORDERS:
        every = of_noun(rows, noun)
        while told := list(islice(every, BATCH)):
            outcomes = record(connection, now, [fact for _, _, fact in told])
            for (row, label, _), outcome in zip(told, outcomes, strict=True):
                row.settle(noun, label, outcome)
        if noun == "accounts":
            _look_up(connection, rows)


def _look_up(connection: Connection, rows: Sequence[Row]) -> None:
    """Tell which accounts nobody knows, where recording will not: of rows that are bad already, and those held."""
    asked = [row for row in rows if row.accounts and (row.reasons or row.portfolio)]
    accounts = look_up(connection, "account", {key for row in asked for key in row.accounts})
    for row in asked:
        for key in sorted(row.accounts):
            if accounts.find(key) is None:
                row.reject(unknown_account(key))
        row.portfolio = row.portfolio if accounts.find(row.portfolio) else ""


def _batches(file: CsvFile, advance: Callable[[int], object]) -> Iterator[list[Record]]:
    records, before = iter(file), 0
    while batch := list(islice(records, BATCH)):
        yield batch
        advance(file.position - before)
        before = file.position
