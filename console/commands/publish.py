"""`tenure publish`: put the program's files in force, all of them or none."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from console.installation import open_database
from console.person import whoami
from console.program_check import check_folder
from console.publishing import Changes, publish_files
from models.database import begin
from workers.clocks import clock
from workers.settings import Settings


def publish(
    program: Annotated[
        Path | None,
        typer.Option("--program", metavar="DIR", help="The program's folder; without it the one that ships."),
    ] = None,
) -> None:
    """Check every file, then put what changed in force in one step.

    If there is a mistake anywhere, nothing is published. Accounts that are under way finish the journey they began.
    """
    settings = Settings.read()
    checked = check_folder(program or settings.program)
    now = clock(settings.clock)()
    with begin(open_database(settings)) as connection:
        changes = publish_files(connection, now, checked.files, by=whoami())
    console = Console(highlight=False)
    console.print(describe(changes), soft_wrap=True)


def describe(changes: Changes) -> Text:
    """Answer what was published, a line for every file that changed, and the sum of it."""
    kinds = (
        ("added", changes.added, "green"),
        ("changed", changes.changed, "yellow"),
        ("withdrawn", changes.withdrawn, "red"),
    )
    text = Text()
    for word, paths, style in kinds:
        for path in paths:
            text.append(f"{word:<10}", style=style).append(f"{path}\n")
    counted = ", ".join(f"{len(paths)} {word}" for word, paths, _ in kinds if paths) or "nothing to publish"
    return text.append(f"{counted}, {len(changes.unchanged)} unchanged")
