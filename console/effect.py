"""What putting files in force would do: to the files, to what people read, and to the accounts under way."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from console.publishing import Changes
from emails.library import TEMPLATES
from emails.page import Page
from emails.source import read_source
from journeys.definition import Journey
from journeys.load import Book, read_book
from models.archive import files_of
from models.waypoints import Places, open_places

STEP_IS_NEW = '{journey}: the step "{step}" is new; {accounts} under way towards it'
STEP_IS_GONE = '{journey}: the step "{step}" is gone; {accounts} on it{onward}'
ONWARD = " and will go on with the next"
WITHDRAWN = "{journey} is withdrawn: {accounts} in it and will stay there, told nothing, until it is published again"


@dataclass(frozen=True, slots=True)
class Effect:
    """The changes of the files, how much of each text (lines that come and go), and what follows, in sentences."""

    changes: Changes
    lines: Mapping[str, tuple[int, int]]
    subjects: Mapping[str, tuple[str, str]]
    consequences: tuple[str, ...]


def effect_of(connection: Connection, release: int, changes: Changes, files: Mapping[str, str], book: Book) -> Effect:
    """Answer what it does to put `files`, whose journeys are in `book`, in force after that release (0: none)."""
    before = files_of(connection, release)
    pairs = {path: (before[path], files[path]) for path in changes.changed}
    subjects = {path: pair for path, texts in pairs.items() if (pair := _subjects(path, *texts))}
    known = _journeys(before)
    found = _consequences(known, book.journeys, open_places(connection)) if known else ()
    return Effect(changes, {path: _moved(*texts) for path, texts in pairs.items()}, subjects, tuple(found))


def _moved(before: str, after: str) -> tuple[int, int]:
    marks = [line[0] for line in difflib.ndiff(before.splitlines(), after.splitlines())]
    return marks.count("+"), marks.count("-")


def _subjects(path: str, *texts: str) -> tuple[str, str] | None:
    """Answer the subject of a mail before and after, if it is another one."""
    if not path.startswith(TEMPLATES):
        return None
    sources = [read_source(Page(path, text)) for text in texts]
    old, new = (source.entries.get("subject", "") if source else "" for source in sources)
    return (old, new) if old != new else None


def _journeys(files: Mapping[str, str]) -> Mapping[str, Journey]:
    try:
        return read_book(files, None).journeys if files else {}
    except ExceptionGroup:  # another version of Tenure published them
        return {}


def _consequences(old: Mapping[str, Journey], new: Mapping[str, Journey], places: Places) -> Iterator[str]:
    for name, journey in old.items():
        at = places.get(name, {})
        if name not in new:
            yield WITHDRAWN.format(journey=name, accounts=_accounts(sum(at.values()), "is", "are"))
        else:
            yield from _steps(name, [step.id for step in journey.steps], [step.id for step in new[name].steps], at)


def _steps(journey: str, old: list[str], new: list[str], at: Mapping[str, int]) -> Iterator[str]:
    says = partial(str.format, journey=journey)
    for place, step in enumerate(new):
        if step not in old:
            after = next((other for other in new[place:] if other in old), "")  # it may be inserted before their day
            towards = sum(at.get(other, 0) for other in {*new[:place], after})
            yield says(STEP_IS_NEW, step=step, accounts=_accounts(towards, "is", "are"))
    for step in old:
        if step not in new:
            standing = at.get(step, 0)
            onward = ONWARD if standing else ""
            yield says(STEP_IS_GONE, step=step, accounts=_accounts(standing, "stands", "stand"), onward=onward)


def _accounts(number: int, one: str, many: str) -> str:
    return f"1 account {one}" if number == 1 else f"{number or 'no'} accounts {many}"
