"""What is in force: the published program, journeys and mails, compiled once per publication."""

import gc
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from emails.library import Library, manners, read_library
from journeys.definition import Journey
from journeys.load import Book, read_book, read_journey
from journeys.manners import Manner
from journeys.needs import Need
from journeys.plan_fields import KNOWN, SHOWN
from models.tables import PUBLICATION

log = logging.getLogger("tenure.editions")

P = PUBLICATION.c

GARBAGE = 10_000  # a look makes thousands of small things and drops them: seven hundred are no reason to search them

WAY_OUT = "run `tenure publish`, which says what is wrong with the files now, and puts them in force"

# Fields of a mail that are known only when it is addressed: not the catalog's.
ADDRESSED = frozenset({"links.unsubscribe", "brand.postal_address"})


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything in force at one moment.

    `numbers` says which publication each journey's file is, `needs` all that anything of it looks at: conditions, mails
    and tasks. `rehearsed`: it is played in shadow, and reaches nobody.
    """

    latest: int
    book: Book
    library: Library
    numbers: Mapping[str, int]
    needs: frozenset[Need]
    rehearsed: bool = False


def compiled(sources: Mapping[str, str]) -> tuple[Book, Library]:
    """Answer what these files say, by path: the program with its journeys, and the mails."""
    book = read_book(sources, None, manners_of(sources))
    return book, read_library(sources, book.catalog.fields)


def manners_of(sources: Mapping[str, str]) -> Mapping[str, Manner]:
    """Answer what the mails among these files say about when they may be said, in the words of journeys."""
    return {name: Manner(said.taste, said.once_in) for name, said in manners(sources).items()}


class Editions:
    """Answers the edition in force, and the older journeys with which runs began. Safe to share by threads."""

    def __init__(
        self, compiled: Callable[[Mapping[str, str]], tuple[Book, Library]] = compiled, *, rehearsed: bool = False
    ) -> None:
        """Read files by `compiled`, which answers the same for the same files; `rehearsed` is every edition's."""
        self._compiled, self._rehearsed = compiled, rehearsed
        self._lock = threading.Lock()
        self._current: Edition | None = None
        self._latest: int | None = None
        self._unreadable = ""
        self._older: dict[int, Journey | None] = {}

    def current(self, connection: Connection) -> Edition | None:
        """Answer what is in force; none if nothing is, or if it cannot be read by this version of Tenure.

        Which of the two: see `unreadable`.
        """
        latest = connection.execute(select(func.max(P.id))).scalar()
        if latest is None:
            return None
        with self._lock:
            if self._latest != latest:
                self._latest = latest  # what cannot be read is not read again
                self._current = self._read(connection, latest)
                # What is loaded by now stays: the collector need not walk it again and again.
                gc.collect()
                gc.freeze()
                gc.set_threshold(GARBAGE)
                self._older.clear()  # they were read beside a program that is not in force any more
            return self._current

    @property
    def unreadable(self) -> str:
        """Answer why what is published cannot be read, as of the last look, and the way out; empty: it can."""
        return self._unreadable

    def journey(self, connection: Connection, edition: Edition, publication: int) -> Journey | None:
        """Answer the journey as that publication has it, or none if it no longer fits the program in force."""
        with self._lock:
            if publication not in self._older:
                self._older[publication] = _read_older(connection, edition, publication)
            return self._older[publication]

    def _read(self, connection: Connection, latest: int) -> Edition | None:
        rows = _published(connection)
        self._unreadable = ""
        if not rows:
            return None
        found = self._understand({row.path: row.content for row in rows})
        if found is None:
            log.error("%s; until then nothing is done", self._unreadable)
            return None
        book, library = found
        ids = {row.path: row.id for row in rows}
        fields = {field for name in library for field in library.fields(name)} - ADDRESSED
        shown = {field for playbook in book.playbooks.values() for field in playbook.shows}
        needs = book.needs | book.catalog.needs({KNOWN, *SHOWN, *fields, *shown})
        numbers = {name: ids[_path(name)] for name in book.journeys}
        return Edition(latest, book, library, numbers, needs, self._rehearsed)

    def _understand(self, sources: Mapping[str, str]) -> tuple[Book, Library] | None:
        try:
            return self._compiled(sources)
        except ExceptionGroup as group:
            first = _first(group)
            self._unreadable = f"what is published cannot be read by this version of Tenure ({first}): {WAY_OUT}"
            return None


def _first(group: ExceptionGroup[Exception]) -> str:
    """Answer in a few words what is wrong first."""
    first = group.exceptions[0]
    place = f"{first.filename}, line {first.lineno}: " if isinstance(first, SyntaxError) and first.filename else ""
    return f"{place}{first.msg if isinstance(first, SyntaxError) else first}"


def _published(connection: Connection) -> Sequence[Row[Any, Any, Any]]:
    newest = select(P.path, func.max(P.number).label("number")).group_by(P.path).subquery()
    return connection.execute(
        select(P.id, P.path, P.content)
        .join(newest, (P.path == newest.c.path) & (P.number == newest.c.number))
        .where(P.content.is_not(None))
    ).all()


def _read_older(connection: Connection, edition: Edition, publication: int) -> Journey | None:
    row = connection.execute(select(P.path, P.content).where(P.id == publication)).one()
    try:
        return read_journey(row.content, row.path, edition.book.program, None, edition.book.playbooks)
    except ExceptionGroup:
        return None


def _path(journey: str) -> str:
    return f"journeys/definitions/{journey}.yaml"
