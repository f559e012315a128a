"""What is in force: the published program, journeys and mails, compiled once per publication."""

import gc
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from emails.library import Library, read_library
from journeys.definition import Journey
from journeys.load import Book, read_book, read_journey
from journeys.needs import Need
from models.tables import PUBLICATION

log = logging.getLogger("tenure.editions")

P = PUBLICATION.c

# Fields of a mail that are known only when it is addressed: not the catalog's.
ADDRESSED = frozenset({"links.unsubscribe", "brand.postal_address"})


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything in force at one moment.

    `numbers` says which publication each journey's file is, `needs` what must be gathered for conditions and mails.
    """

    latest: int
    book: Book
    library: Library
    numbers: Mapping[str, int]
    needs: frozenset[Need]


class Editions:
    """Answers the edition in force, and the older journeys that enrollments are pinned to. Safe to share by threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._current: Edition | None = None
        self._latest: int | None = None
        self._pinned: dict[tuple[int, int], Journey | None] = {}

    def current(self, connection: Connection) -> Edition | None:
        """Answer what is in force; none if nothing is, or if it cannot be read by this version of Tenure."""
        latest = connection.execute(select(func.max(P.id))).scalar()
        if latest is None:
            return None
        with self._lock:
            if self._latest != latest:
                self._current, self._latest = _try(connection, latest), latest  # what cannot be read is not read again
                # What is loaded by now stays: the collector need not walk it again and again.
                gc.collect()
                gc.freeze()
                self._pinned.clear()  # they were read beside a program that is not in force any more
            return self._current

    def journey(self, connection: Connection, edition: Edition, publication: int, name: str) -> Journey | None:
        """Answer the journey as that publication has it, or none if it no longer fits the program in force."""
        if edition.numbers.get(name) == publication:
            return edition.book.journeys[name]
        key = (edition.latest, publication)
        with self._lock:
            if key not in self._pinned:
                self._pinned[key] = _read_pinned(connection, edition, publication)
            return self._pinned[key]


def _try(connection: Connection, latest: int) -> Edition | None:
    try:
        return _read(connection, latest)
    except ExceptionGroup:
        log.exception("what is published cannot be read, so nothing is done: publish it anew")
        return None


def _read(connection: Connection, latest: int) -> Edition | None:
    newest = select(P.path, func.max(P.number).label("number")).group_by(P.path).subquery()
    rows = connection.execute(
        select(P.id, P.path, P.content)
        .join(newest, (P.path == newest.c.path) & (P.number == newest.c.number))
        .where(P.content.is_not(None))
    ).all()
    sources = {row.path: row.content for row in rows}
    if not sources:
        return None
    book = read_book(sources, None)
    library = read_library(sources, book.catalog.fields)
    ids = {row.path: row.id for row in rows}
    fields = {field for name in library.names for field in library[name].fields}
    needs = book.needs | book.catalog.needs(fields - ADDRESSED)
    return Edition(latest, book, library, {name: ids[_path(name)] for name in book.journeys}, needs)


def _read_pinned(connection: Connection, edition: Edition, publication: int) -> Journey | None:
    row = connection.execute(select(P.path, P.content).where(P.id == publication)).one()
    try:
        return read_journey(row.content, row.path, edition.book.program, None, edition.book.playbooks)
    except ExceptionGroup:
        return None


def _path(journey: str) -> str:
    return f"journeys/definitions/{journey}.yaml"
