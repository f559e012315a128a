"""`tenure check`: find every mistake in every file before it runs."""

from pathlib import Path
from typing import Annotated

import typer

from console.program_check import check_folder
from workers.settings import Settings


def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[PATH]", help="The program's folder; without it the one that ships.")
    ] = None,
) -> None:
    """Find every mistake in journeys and mails at once; change nothing.

    Each is told with its file, line and column, and the way out. Exit code 1 if there is any.
    """
    program = check_folder(folder or Settings.read().program)
    typer.echo(f"{program}: no mistakes in {len(program.files)} files")
