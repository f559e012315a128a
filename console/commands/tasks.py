"""`tenure tasks`: what waits for a human, most urgent first."""

from typing import Annotated

import typer
from rich.console import Console

from console.installation import open_database
from console.plain import as_json, rows
from console.worksheet import print_tasks
from models.database import look
from models.worklist import open_tasks
from workers.clocks import clock
from workers.settings import Settings


def tasks(
    owner: Annotated[str | None, typer.Option(help="Only the tasks of this person.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at the most.")] = 50,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List the open tasks with their evidence: what a human has to do, for whom, why, and by when."""
    settings = Settings.read()
    with look(open_database(settings)) as connection:
        found = open_tasks(connection, owner, limit)
    if json:
        typer.echo(as_json(rows(found)))
    else:
        print_tasks(Console(highlight=False), found, clock(settings.clock)())
