"""A whole program judged at once: journeys against mails, mails against the catalog, and each mail as people get it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from console.assembling import Program, counted
from console.inspection import Inspection, inspect_files
from console.program_files import REHEARSED, gather

__all__ = ["Program", "check_folder", "check_program", "counted"]


def check_folder(folder: Path | None = None) -> Program:
    """Answer the program in `folder` (none: the one that ships), or raise an ExceptionGroup of every SyntaxError.

    Of a file that cannot be read as text, only that is told.
    """
    return _checked(*gather(folder, REHEARSED))


def check_program(files: Mapping[str, str]) -> Program:
    """Answer the program that `files` (text by path) make, or raise an ExceptionGroup of every SyntaxError in them."""
    return _checked(files, ())


def _checked(texts: Mapping[str, str], unread: Sequence[SyntaxError]) -> Program:
    found: Inspection = inspect_files(texts, unread, today=None)  # what is stale today blocks nothing
    if found.mistakes or found.program is None:
        raise ExceptionGroup("the program has mistakes", found.mistakes)
    return found.program
