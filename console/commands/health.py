"""`tenure health`: how healthy an account is, part by part, with what was looked at and what to do about it."""

from typing import Annotated

import typer
from rich.console import Console

from console.behavior import known_of
from console.failures import CommandError
from console.health_report import print_health
from console.installation import open_database
from console.plain import as_json
from journeys.assess import assess
from workers.clocks import clock
from workers.settings import Settings

PAST = ("trend", "previous_band")


def health(
    account: Annotated[str, typer.Argument(help="Its key, its name, or the address of one of its contacts.")],
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Tell how healthy an account is now: score, band, what each part was judged by, and the plan to raise it."""
    settings = Settings.read()
    now = clock(settings.clock)()
    known = known_of(open_database(settings), account, now)
    catalog, standing = known.catalog, known.standing
    found = assess(now, catalog, standing.behavior)
    if found is None:
        raise CommandError("program.yaml says nothing about health: add `health: {otherwise: standard}` and publish it")
    past = {name: catalog.value(now, standing.behavior, f"health.{name}") for name in PAST}
    row = standing.account
    if json:
        typer.echo(as_json({"account": row.key, "name": row.name, "at": now, **found.as_plain(), **past}))
    else:
        print_health(Console(highlight=False), row, found, past)
