"""A whole program judged at once: journeys against mails, and mails against what the journeys' catalog knows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from console.program_files import PROGRAM, read_program
from emails.library import Library, read_library
from journeys.catalog import Field
from journeys.load import Book, read_book

TEMPLATES, SUFFIX = "emails/templates/", ".md"


@dataclass(frozen=True, slots=True)
class Program:
    """A program in which no mistake was found."""

    files: Mapping[str, str]
    book: Book
    library: Library

    def __str__(self) -> str:
        """Answer its size in words."""
        mails = counted(len(template_names(self.files)), "mail")
        playbooks = counted(len(self.book.playbooks), "playbook")
        return f"{counted(len(self.book.journeys), 'journey')}, {playbooks} and {mails}"


def counted(number: int, word: str) -> str:
    """Answer `1 mail`, `9 mails`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def check_program(files: Mapping[str, str]) -> Program:
    """Answer the program that `files` (text by path) make, or raise an ExceptionGroup of every SyntaxError in them."""
    mistakes: list[Exception] = []
    book = library = None
    try:
        book = read_book(files, template_names(files))
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
        return read_book({PROGRAM: files.get(PROGRAM, "")}, None).catalog.fields
    except ExceptionGroup:
        return read_book({PROGRAM: read_program()[PROGRAM]}, None).catalog.fields


def template_names(files: Mapping[str, str]) -> Collection[str]:
    """Answer the names by which journeys call the mails among `files`."""
    paths = (path for path in files if path.startswith(TEMPLATES) and path.endswith(SUFFIX))
    return {path.removeprefix(TEMPLATES).removesuffix(SUFFIX) for path in paths}
