"""`tenure check`: find every mistake in every file before it runs."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from console.audience.outcome import Survey
from console.audience.report import as_plain, print_survey
from console.audience.survey import survey
from console.failures import CommandError
from console.inspection import Inspection, inspect
from console.installation import open_database
from console.mistakes import print_mistakes, print_warnings
from console.plain import as_json
from workers.clocks import clock
from workers.settings import Settings


def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[PATH]", help="The program's folder; without it the one that ships.")
    ] = None,
    audience: Annotated[
        bool, typer.Option("--audience", help="Write every mail for every real account that could get it.")
    ] = False,
    mail: Annotated[str, typer.Option(metavar="NAME", help="With --audience: only this mail.")] = "",
    warnings: Annotated[bool, typer.Option(" /--no-warnings", help="Keep silent about what blocks nothing.")] = True,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Find every mistake in journeys and mails at once; change nothing.

    Each is told with its file, line and column, and the way out. Exit code 1 if there is any; a warning is none.
    """
    settings = Settings.read()
    found = inspect(folder or settings.program, clock(settings.clock)().date())
    people = _survey(settings, found, mail) if (audience or mail) and found.program else None
    if json:
        typer.echo(as_json(_plain(found, people)))
    else:
        _print(found, people, warnings=warnings)
    raise typer.Exit(1 if found.mistakes else 0)


def _survey(settings: Settings, found: Inspection, mail: str) -> Survey:
    if found.program is None or (mail and mail not in found.program.library):
        raise CommandError(f"there is no mail {mail!r}: it is one of {', '.join(sorted(found.mails))}")
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("writing to every account", total=None)
        tick = progress.advance
        now = clock(settings.clock)()
        return survey(open_database(settings), found.program, now, mail, lambda count: tick(task, count))


def _print(found: Inspection, people: Survey | None, *, warnings: bool) -> None:
    console = Console(highlight=False)
    if found.mistakes:
        print_mistakes(found.mistakes, Console(stderr=True, highlight=False))
    if warnings:
        print_warnings(found.warnings, console)
    if people:
        print_survey(console, people)
    if not found.mistakes:
        typer.echo(f"{found.program}: no mistakes in {len(found.files)} files")


def _plain(found: Inspection, people: Survey | None) -> dict[str, object]:
    told = [finding for findings in found.findings.values() for finding in findings]
    return {
        "program": str(found.program) if found.program else None,
        "files": len(found.files),
        "errors": [finding for finding in told if finding.severity == "error"],
        "warnings": [finding for finding in told if finding.severity == "warning"],
        "audience": as_plain(people) if people else None,
    }
