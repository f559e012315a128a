"""`tenure publish`: put the program's files in force, all of them or none."""

from pathlib import Path
from typing import Annotated

import typer

from console.installation import open_database
from console.person import whoami
from console.program_check import check_folder
from console.proposal import Consent, carry_out, propose
from console.publishing import Act
from workers.clocks import clock
from workers.settings import Settings

Because = Annotated[str, typer.Option("--because", metavar="NOTE", help="Why, for whoever reads `tenure releases`.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show the effect.")]


def publish(
    program: Annotated[
        Path | None,
        typer.Option("--program", metavar="DIR", help="The program's folder; without it the one that ships."),
    ] = None,
    because: Because = "",
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Check every file, show what would change and for whom, then put it in force as one release.

    If there is a mistake anywhere, nothing is published. Accounts that are under way go on from the step on which they
    stand, and are told nothing again. It asks first on a terminal; elsewhere what would withdraw a file needs --yes.
    """
    settings = Settings.read()
    checked = check_folder(program or settings.program)
    engine = open_database(settings)
    proposal = propose(engine, checked.files, checked.book)
    act = Act(whoami(), because, after=proposal.after)
    carry_out(engine, clock(settings.clock)(), proposal, Consent(yes, dry_run), act)
