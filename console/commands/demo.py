"""`tenure demo`: fourteen months of an invented book of accounts, in time-lapse through the real processes."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from console.demo.book import Book, write_book
from console.demo.ending import print_ending
from console.demo.home import fresh_home
from console.demo.lapse import Lapse
from console.demo.processes import ProcessDiedError
from console.demo.progress import Progress
from console.demo.script import deeds_of
from console.demo.stage import Stage, set_stage
from console.demo.visitors import Visitors
from console.demo.words import words_of
from console.program_check import check_program
from console.program_files import read_program


def demo(
    seed: Annotated[int, typer.Option(help="Which book: the same seed has the same result.")] = 1,
    accounts: Annotated[int, typer.Option(min=1, max=9999, help="How many accounts it has.")] = 300,
    days: Annotated[int, typer.Option(min=1, max=800, help="How many days are played.")] = 425,
    home: Annotated[Path, typer.Option(metavar="DIR", help="Where it is played; emptied first.")] = Path("var/demo"),
    steps: Annotated[bool, typer.Option("--steps", help="Tell what became of every step, too.")] = False,
) -> None:
    """Play fourteen months of a book of 300 invented accounts through the real broker, worker, clock and database.

    Mails go to a stand-in for SendGrid on this machine; none leaves it. Ends with how every journey went, the
    provider's ledger held against ours, and three accounts' stories. Exit code 1 if the two ledgers do not agree.
    """
    console = Console(highlight=False)
    program = check_program(read_program())
    book = write_book(words_of(program.book.program), seed, accounts, days)
    console.print(Text(f"{book}", "bold"))
    try:
        with fresh_home(home) as place, set_stage(place, program.files, book.starts) as stage:
            play(console, book, stage)
            agreed = print_ending(console, book, stage, steps=steps)
    except ProcessDiedError as death:
        console.print(Text(f"{death}", "red"), soft_wrap=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        told = f"stopped, with all its processes; what was played until then is in {home}"
        console.print(told, style="yellow", soft_wrap=True)
        raise typer.Exit(130) from None
    raise typer.Exit(0 if agreed else 1)


def play(console: Console, book: Book, stage: Stage) -> None:
    """Play the whole book, with a bar that shows how far it is."""
    with Progress(console, book) as progress:
        Lapse(
            engine=stage.engine,
            clock=stage.clock,
            deeds=deeds_of(book),
            feeds=book.feeds,
            starts=book.starts,
            ends=book.ends,
            grid=book.grid,
            check=stage.processes.check,
            tick=lambda now: progress.show(now, stage.engine),
            visit=Visitors(stage.app()).come,
        ).play()
