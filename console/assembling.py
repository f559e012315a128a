"""From files to a program, as far as they can be read: a mistake in one mail does not hide the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from console.program_files import PROGRAM, read_program
from emails.library import Library, channels, read_mails
from journeys.catalog import Field
from journeys.load import HEALTH, Book, read_book
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
    fields = _fields(book, files)
    mails, found = read_mails(files, fields, _events(book) if book else None, _tastes(book) if book else None)
    return Assembly(book, Library(mails), fields, (*mistakes, *found))


def _events(book: Book) -> set[str]:
    """Answer what a mail may have for its goal, as the feeds name what they bring."""
    return {event for feed in book.program.feeds for event in feed.events}


def _tastes(book: Book) -> set[str]:
    return {rule.name for rule in book.program.taste}


def _fields(book: Book | None, files: Mapping[str, str]) -> Mapping[str, Field]:
    """Answer what mails may name: what the program gives rise to, even when only its journeys have mistakes."""
    if book is not None:
        return book.catalog.fields
    try:
        return _catalog_of({PROGRAM: "", **files})
    except ExceptionGroup:
        return _catalog_of(read_program())


def _catalog_of(files: Mapping[str, str]) -> Mapping[str, Field]:
    telling = {path: text for path, text in files.items() if path == PROGRAM or path.startswith(HEALTH)}
    return read_book(telling, None).catalog.fields
