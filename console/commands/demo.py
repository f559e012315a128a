"""`tenure demo`: fourteen months of an invented book of accounts, or days of one's own, through the real processes."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from console.demo.book import write_book
from console.demo.crowding import Restraint
from console.demo.ending import print_ending
from console.demo.home import fresh_home
from console.demo.imported.script import Extract, import_script
from console.demo.interruption import Interruption
from console.demo.lapse import Lapse
from console.demo.processes import ProcessDiedError
from console.demo.progress import Progress
from console.demo.script import Script, script_of
from console.demo.stage import Stage, set_stage
from console.demo.visitors import Visitors
from console.demo.words import words_of
from console.program_check import check_program
from console.program_files import read_program

INVENTED = 300  # accounts


def demo(
    seed: Annotated[int, typer.Option(help="Which invented book: the same seed has the same result.")] = 1,
    accounts: Annotated[
        int | None,
        typer.Option(min=1, max=9999, help="How many accounts.", show_default=f"{INVENTED}, or all of --book"),
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=800, help="How many days of the invented book.")] = 425,
    book: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Play the CSV files in there, and not the invented book.")
    ] = None,
    map_: Annotated[
        Path | None, typer.Option("--map", metavar="MAP.yaml", help="What the columns of --book mean.")
    ] = None,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day of --book.")
    ] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day of --book.")] = None,
    home: Annotated[Path, typer.Option(metavar="DIR", help="Where it is played; emptied first.")] = Path("var/demo"),
    steps: Annotated[bool, typer.Option("--steps", help="Tell what became of every step, too.")] = False,
) -> None:
    """Play fourteen months of a book of 300 invented accounts through the real broker, worker, clock and database.

    Mails go to a stand-in for SendGrid on this machine; none leaves it. Ends with how every journey went, the
    provider's ledger held against ours, and three accounts' stories. Exit code 1 if the two ledgers do not agree.

    With --book, --map, --from and --to it plays a book that lies there: each day is told as it became known, and who
    has no contacts gets invented ones. Exit code 1, too, if anything is unknown, stuck, or above its caps.
    """
    console = Console(highlight=False)
    extract = _extract(book, map_, first, last, accounts) if book else None
    program = check_program(read_program())
    company = program.book.program
    words, restraint = words_of(company), Restraint(company.gap, company.caps)
    if extract:
        script = import_script(extract, words)
    else:
        script = script_of(write_book(words, seed, accounts or INVENTED, days))
    console.print(Text(script.title, "bold"), soft_wrap=True)
    try:
        with (
            Interruption() as interruption,
            fresh_home(home) as place,
            set_stage(place, program.files, script.starts, troubles=script.troubles) as stage,
        ):
            play(console, script, stage, interruption)
            sound = print_ending(console, script, stage, restraint, steps=steps)
    except ProcessDiedError as death:
        console.print(Text(f"{death}", "red"), soft_wrap=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        told = f"stopped, with all its processes; what was played until then is in {home}"
        console.print(told, style="yellow", soft_wrap=True)
        raise typer.Exit(130) from None
    raise typer.Exit(0 if sound else 1)


def _extract(book: Path, map_: Path | None, first: datetime | None, last: datetime | None, most: int | None) -> Extract:
    """Answer what of a book is asked for."""
    if map_ is None or first is None or last is None or first >= last:
        raise typer.BadParameter("it needs --map MAP.yaml, --from DAY and --to DAY, a later one", param_hint="--book")
    return Extract(book, map_, first.date(), last.date(), most)


def play(console: Console, script: Script, stage: Stage, interruption: Interruption) -> None:
    """Play a whole script, with a bar that shows how far it is."""

    def check() -> None:
        interruption.check()
        stage.processes.check()

    with Progress(console, script) as progress:
        Lapse(
            engine=stage.engine,
            clock=stage.clock,
            deeds=script.deeds,
            feeds=script.feeds,
            starts=script.starts,
            ends=script.ends,
            grid=script.grid,
            check=check,
            tick=lambda now: progress.show(now, stage.engine),
            visit=Visitors(stage).come,
        ).play()
