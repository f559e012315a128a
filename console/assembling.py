"""From files to a program, as far as they can be read: a mistake in one mail does not hide the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from console.program_files import PROGRAM, read_program
from emails.library import Library, channels, read_mails
from journeys.catalog import Catalog, Field
from journeys.load import HEALTH, SURVEYS, Book, read_book
from workers.editions import manners_of


@dataclass(frozen=True, slots=True)
class Program:
    """A program that can be read as a whole."""

    files: Mapping[str, str]
    book: Book
    library: Library

    def __str__(self) -> str:
        """Answer its size in words."""
        mails = counted(len(self.library), "mail")
        playbooks = counted(len(self.book.playbooks), "playbook")
        return f"{counted(len(self.book.journeys), 'journey')}, {playbooks} and {mails}"


@dataclass(frozen=True, slots=True)
class Assembly:
    """What could be read: the book (None: not all of it), the mails in order, what they may name, every mistake."""

    book: Book | None
    library: Library
    fields: Mapping[str, Field]
    mistakes: tuple[Exception, ...]


def counted(number: int, word: str) -> str:
    """Answer `1 mail`, `9 mails`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def assemble(files: Mapping[str, str]) -> Assembly:
    """Answer what `files` (text by path) make, and every mistake in them; there has to be a program.yaml."""
    return _assembled(tuple(files.items()))


@lru_cache(maxsize=4)  # whoever looks at a page, and then at the next, looks at the same files
def _assembled(told: tuple[tuple[str, str], ...]) -> Assembly:
    files = dict(told)
    mistakes: list[Exception] = []
    book = None
    try:
        book = read_book(files, channels(files), manners_of(files))
    except ExceptionGroup as group:
        mistakes.append(group)
    catalog = book.catalog if book else _catalog_of(files)
    known = catalog or _catalog_of(read_program())
    fields = known.fields if known else {}
    tastes = {rule.name for rule in catalog.program.taste} if catalog else None
    mails, found = read_mails(files, fields, _events(book) if book else None, tastes)
    return Assembly(book, Library(mails), fields, (*mistakes, *found))


def _events(book: Book) -> set[str]:
    """Answer what a mail may have for its goal, as the feeds name what they bring."""
    return {event for feed in book.program.feeds for event in feed.events}


def _catalog_of(files: Mapping[str, str]) -> Catalog | None:
    """Answer what the program gives rise to, even when its journeys have mistakes; nothing if it has some itself."""
    telling = {path: text for path, text in files.items() if path == PROGRAM or path.startswith((HEALTH, SURVEYS))}
    try:
        return read_book({PROGRAM: "", **telling}, None).catalog
    except ExceptionGroup:
        return None
