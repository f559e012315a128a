"""`tenure feeds`: which feeds are alive, which are silent, what waits and what was refused."""

from typing import Annotated

import typer
from rich.console import Console

from console.feed_lines import feed_lines, print_feeds, print_refusals
from console.in_force import in_force
from console.installation import open_database
from console.plain import as_json, rows
from models.arrivals import count_arrivals
from models.database import look
from models.refusals import KEPT, newest_refusals
from workers.clocks import clock
from workers.settings import Settings


def feeds(
    refused: Annotated[
        int, typer.Option(min=0, max=KEPT, help="Show this many refused messages, the newest first.")
    ] = 0,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say of each feed when it was last heard, up to when it has told us everything, and whether that is enough.

    Times are UTC. Below: the facts that wait for somebody unknown, and the messages that were refused, with reasons.
    """
    settings = Settings.read()
    now = clock(settings.clock)()
    with look(open_database(settings)) as connection:
        edition = in_force(connection, "no feed is expected yet")
        arrivals = count_arrivals(connection, now)
        lines = feed_lines(connection, edition.book.program.feeds, arrivals.events, now)
        messages = newest_refusals(connection, refused) if refused else ()
    if json:
        told = {"feeds": lines, "waiting": arrivals.waiting, "refused": arrivals.refused}
        typer.echo(as_json(told | ({"messages": rows(messages)} if refused else {})))
    else:
        console = Console(highlight=False)
        print_feeds(console, lines, arrivals, now)
        print_refusals(console, messages)
