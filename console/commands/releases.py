"""`tenure releases`: what was put in force, when, by whom, and why."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Row

from console.earlier import changes_of
from console.effect import Effect
from console.effect_words import describe, summary
from console.installation import open_database
from console.plain import as_json
from models.archive import releases as all_releases
from models.database import look
from workers.settings import Settings


def releases(
    release: Annotated[int | None, typer.Argument(metavar="[RELEASE]", help="Show the files it changed.")] = None,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List every release, the newest first; the first is what is in force. With a number: what that one changed."""
    with look(open_database(Settings.read())) as connection:
        found = [row for row in all_releases(connection) if release in (None, row.number)]
        changes = changes_of(connection, release) if release is not None else None
    console = Console(highlight=False)
    if json:
        typer.echo(as_json([dict(row._mapping) for row in found]))
    elif changes is not None:
        console.print(describe(Effect(changes, {}, {}, ())), soft_wrap=True, end="")
        console.print(summary(changes))
    elif found:
        console.print(_table(found))
    else:
        typer.echo("nothing was ever published: run `tenure publish`")


def _table(found: list[Row[Any]]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for title in ("release", "published (UTC)", "by", "files", "because"):
        table.add_column(title, justify="right" if title in ("release", "files") else "left")
    for cells in map(_cells, found):
        table.add_row(*cells)
    return table


def _cells(row: Row[Any]) -> Iterator[str]:
    back = f"back to release {row.restores}" if row.restores else ""
    yield from (str(row.number), f"{row.published_at:%Y-%m-%d %H:%M}", row.published_by, str(row.files))
    yield ": ".join(filter(None, (back, row.because)))
