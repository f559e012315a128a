"""`tenure tasks`: what waits for a human, most urgent first."""

from typing import Annotated

import typer
from rich.console import Console

from console.failures import CommandError
from console.installation import open_database
from console.plain import as_json, rows
from console.worksheet import print_draft, print_tasks
from models.database import look
from models.worklist import find_draft, open_tasks
from workers.clocks import clock
from workers.settings import Settings


def tasks(
    owner: Annotated[str | None, typer.Option(help="Only the tasks of this person.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at the most.")] = 50,
    draft: Annotated[
        int | None, typer.Option(min=1, help="Show what was drafted for the task with this number instead.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List the open tasks with their evidence: what a human has to do, for whom, why, and by when."""
    settings = Settings.read()
    if draft is not None:
        _show_draft(settings, draft, json=json)
        return
    with look(open_database(settings)) as connection:
        found = open_tasks(connection, owner, limit)
    if json:
        typer.echo(as_json(rows(found)))
    else:
        print_tasks(Console(highlight=False), found, clock(settings.clock)())


def _show_draft(settings: Settings, task: int, *, json: bool) -> None:
    with look(open_database(settings)) as connection:
        found = find_draft(connection, task)
    if found is None:
        raise CommandError(f"nothing was drafted for a task {task}: `tenure tasks` names the drafts there are")
    if json:
        typer.echo(as_json(found))
    else:
        print_draft(Console(highlight=False), found)
