"""A whole program judged at once: journeys against mails, and mails against what the journeys' catalog knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from console.program_files import PROGRAM, gather, read_program
from emails.library import Library, channels, read_library
from journeys.catalog import Field
from journeys.load import HEALTH, Book, read_book


@dataclass(frozen=True, slots=True)
class Program:
    """A program in which no mistake was found."""

    files: Mapping[str, str]
    book: Book
    library: Library

    def __str__(self) -> str:
        """Answer its size in words."""
        mails = counted(len(self.library), "mail")
        playbooks = counted(len(self.book.playbooks), "playbook")
        return f"{counted(len(self.book.journeys), 'journey')}, {playbooks} and {mails}"


def counted(number: int, word: str) -> str:
    """Answer `1 mail`, `9 mails`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def check_folder(folder: Path | None = None) -> Program:
    """Answer the program in `folder` (none: the one that ships), or raise an ExceptionGroup of every SyntaxError.

    Of a file that cannot be read as text, only that is told.
    """
    files, found = gather(folder)
    mistakes: list[Exception] = [*found]
    if PROGRAM not in files:
        raise ExceptionGroup("there is no program", mistakes)
    try:
        program = check_program(files)
    except ExceptionGroup as group:
        unreadable = {mistake.filename for mistake in found}
        others = group.split(lambda one: isinstance(one, SyntaxError) and one.filename in unreadable)[1]
        mistakes += [others] if others else []
    if mistakes:
        raise ExceptionGroup("the program has mistakes", mistakes)
    return program


def check_program(files: Mapping[str, str]) -> Program:
    """Answer the program that `files` (text by path) make, or raise an ExceptionGroup of every SyntaxError in them."""
    mistakes: list[Exception] = []
    book = library = None
    try:
        book = read_book(files, channels(files))
    except ExceptionGroup as group:
        mistakes.append(group)
    try:
        library = read_library(files, _fields(book, files))
    except ExceptionGroup as group:
        mistakes.append(group)
    if book is None or library is None:
        raise ExceptionGroup("the program has mistakes", mistakes)
    return Program(files, book, library)


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
