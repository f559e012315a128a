"""Earlier releases: what each of them changed, and which can be put in force again."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row

from console.failures import CommandError
from console.mistakes import describe, find_mistakes
from console.program_check import check_program, counted
from console.publishing import Changes, Version, compare, digest_of
from journeys.load import Book
from models.archive import files_of, find_release, newest_release


def changes_of(connection: Connection, number: int) -> Changes:
    """Answer what that release changed. Raises CommandError if there is none of that number."""
    if find_release(connection, number) is None:
        raise CommandError(f"there is no release {number}: see `tenure releases`")
    before = {path: Version(1, digest_of(text)) for path, text in files_of(connection, number - 1).items()}
    return compare(before, files_of(connection, number))


def chosen(connection: Connection, wanted: int | None) -> int:
    """Answer the release whose files are wanted (none: the one before): what restores another stands for that one.

    Raises CommandError if there is none.
    """
    newest = newest_release(connection)
    if newest is None:
        raise CommandError("nothing was ever published: run `tenure publish`")
    number = wanted if wanted is not None else _stands_for(newest) - 1
    found = find_release(connection, number)
    if found is None:
        way_out = "see `tenure releases`" if wanted is not None else "there is nothing to go back to"
        raise CommandError(f"there is no release {number}: {way_out}")
    return _stands_for(found)


def _stands_for(release: Row[Any]) -> int:
    return int(release.restores or release.number)


def readable(files: Mapping[str, str], number: int) -> Book:
    """Answer the journeys in that release's files, or raise CommandError if this version of Tenure cannot read them."""
    try:
        return check_program(files).book
    except ExceptionGroup as group:
        mistakes = find_mistakes(group)
        if not mistakes:
            raise
        first = describe(mistakes[0]).plain.splitlines()[0]
        raise CommandError(
            f"release {number} cannot be put in force, because this version of Tenure finds "
            f"{counted(len(mistakes), 'mistake')} in it, first {first}. Mend your files and publish them instead"
        ) from None
