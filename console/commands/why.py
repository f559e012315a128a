"""`tenure why`: an account's whole story, with the reason for everything that was and was not done."""

from typing import Annotated

import typer
from rich.console import Console

from console.installation import open_database
from console.plain import as_json
from console.story import print_story, read_story
from workers.clocks import clock
from workers.settings import Settings


def why(
    account: Annotated[str, typer.Argument(help="Its key, its name, or the address of one of its contacts.")],
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Tell the whole story of an account: looked at, decided, sent, skipped, held, handed over, and what comes next."""
    settings = Settings.read()
    engine = open_database(settings)
    if json:
        typer.echo(as_json(read_story(engine, account)))
        return
    print_story(Console(highlight=False), engine, account, clock(settings.clock)())
