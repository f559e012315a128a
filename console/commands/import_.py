"""`tenure import`: CSV files to accounts, contacts, subscriptions and events."""

import gc
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from console.importing.load import Setting, load
from console.importing.plan import Plan, make_plan
from console.importing.read_map import read_map
from console.importing.rehearsal import transactions
from console.importing.summary import as_json, lines, sentence
from console.importing.tally import Tally
from console.installation import open_database
from workers.clocks import clock
from workers.settings import Settings

LEFT_OUT = 3
INTERRUPTED = 130  # as shells say it


def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="CSV files, in any order.")],
    map_: Annotated[Path, typer.Option("--map", metavar="MAP.yaml", help="What the files' columns mean.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything, and keep nothing of it.")] = False,
    rejects: Annotated[
        Path, typer.Option(metavar="DIR", help="Where rows that did not go in are written.", show_default="here")
    ] = Path(),
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day for which subscriptions are summed up.", show_default="today"),
    ] = None,
    as_json_: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Import CSV files: good rows go in, bad ones into a rejects file with their line and reason.

    Running it again adds nothing twice. Exit code 0: all went in; 3: some rows were rejected or in conflict.
    """
    settings = Settings.read()
    now = clock(settings.clock)()
    plan = make_plan(read_map(map_), files)
    engine = open_database(settings)
    gc.freeze()  # collections need not look at the program itself again: a quarter of the time
    try:
        with transactions(engine, rehearse=dry_run) as begin, _progress(plan) as advance:
            tally = load(plan, Setting(begin, now, as_of.date() if as_of else now.date(), rejects, advance))
    except KeyboardInterrupt:
        typer.echo("stopped: run it again to complete it, nothing goes in twice", err=True)
        raise typer.Exit(INTERRUPTED) from None
    finally:
        engine.dispose()
    _say(tally, dry_run=dry_run, in_json=as_json_)
    if tally.rejected or tally.conflicts:
        raise typer.Exit(LEFT_OUT)


@contextmanager
def _progress(plan: Plan) -> Iterator[Callable[[int], object]]:
    """Show how much has been read, to people only."""
    console = Console(stderr=True)
    columns = (TextColumn("importing"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("", total=plan.size)
        yield lambda size: progress.advance(bar, size)


def _say(tally: Tally, *, dry_run: bool, in_json: bool) -> None:
    if in_json:
        typer.echo(json.dumps(as_json(tally, dry_run=dry_run), indent=2))
        return
    console = Console(highlight=False)
    for line in (*lines(tally), sentence(tally, dry_run=dry_run)):
        console.print(line, markup=False, soft_wrap=True)
