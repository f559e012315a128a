"""`tenure tasks`: what waits for a human, most urgent first."""

from typing import Annotated

import typer
from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from console.installation import open_database
from console.plain import as_json, rows
from journeys.schedule import zone_of
from models.database import look
from models.story import AnyRow
from models.worklist import open_tasks
from workers.settings import Settings

STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "dim"}


def tasks(
    owner: Annotated[str | None, typer.Option(help="Only the tasks of this person.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at the most.")] = 50,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List the open tasks with their evidence: what a human has to do, for whom, why, and by when."""
    with look(open_database(Settings.read())) as connection:
        found = open_tasks(connection, owner, limit)
    if json:
        typer.echo(as_json(rows(found)))
        return
    console = Console(highlight=False)
    for task in found:
        console.print(_task(task))
    console.print(f"{len(found)} open tasks" if len(found) != 1 else "1 open task")


def _task(task: AnyRow) -> Group:
    due = task.due_at.astimezone(zone_of(task.timezone))
    head = Text.assemble((f"{task.priority:<9}", STYLES.get(task.priority, "")), (task.title, "bold"))
    owner = task.owner or "the team"
    lines = [Text(f"{task.account}, for {owner}, due {due:%a %-d %b %Y %H:%M}", "dim"), Text(task.because)]
    lines += [Text(f"{name} = {value}", "dim") for name, value in task.evidence.items()]
    lines += [Text(f"{number}. {step}") for number, step in enumerate(task.steps, 1)]
    lines += [Text(f"{name.replace('_', ' ')}: {_joined(said)}", "dim") for name, said in task.guidance.items()]
    return Group(head, Padding(Group(*lines), (0, 0, 1, 9)))


def _joined(said: object) -> str:
    return "; ".join(map(str, said)) if isinstance(said, list) else f"{said}".strip()
