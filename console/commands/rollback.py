"""`tenure rollback`: put the files of an earlier release in force again."""

from typing import Annotated

import typer

from console.commands.publish import Because, DryRun, Yes
from console.earlier import chosen, readable
from console.failures import CommandError
from console.installation import open_database
from console.person import whoami
from console.proposal import Consent, carry_out, propose
from console.publishing import Act
from models.archive import files_of
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
        number = chosen(connection, release)
        files = files_of(connection, number)
    proposal = propose(engine, files, readable(files, number))
    if not proposal.effect.changes:
        raise CommandError(f"release {number} says what is in force already: there is nothing to go back to")
    act = Act(whoami(), because, restores=number, after=proposal.after)
    carry_out(engine, clock(settings.clock)(), proposal, Consent(yes, dry_run), act)
