"""`tenure rollback`: put the files of an earlier release in force again."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from sqlalchemy import Connection, Row

from console.commands.publish import Because, DryRun, Yes
from console.failures import CommandError
from console.installation import open_database
from console.mistakes import describe, find_mistakes
from console.person import whoami
from console.program_check import check_program, counted
from console.proposal import Consent, carry_out, propose
from console.publishing import Act
from journeys.load import Book
from models.archive import files_of, find_release, newest_release
from models.database import look
from workers.clocks import clock
from workers.settings import Settings


def rollback(
    release: Annotated[
        int | None, typer.Argument(metavar="[RELEASE]", help="Its number; without it the one before.")
    ] = None,
    because: Because = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Put the files of an earlier release in force again, as a new release; `tenure releases` lists them.

    Said twice it goes back twice. Your own files stay as they are: mend them before you publish again.
    """
    settings = Settings.read()
    engine = open_database(settings)
    with look(engine) as connection:
        number = _chosen(connection, release)
        files = files_of(connection, number)
    proposal = propose(engine, files, _readable(files, number))
    if not proposal.effect.changes:
        raise CommandError(f"release {number} says what is in force already: there is nothing to go back to")
    act = Act(whoami(), because, restores=number, after=proposal.after)
    carry_out(engine, clock(settings.clock)(), proposal, Consent(yes, dry_run), act)


def _chosen(connection: Connection, wanted: int | None) -> int:
    """Answer the release whose files are wanted: what restores another stands for that one."""
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


def _readable(files: Mapping[str, str], number: int) -> Book:
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
