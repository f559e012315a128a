"""The `tenure` command: every command in one list, and one line for whatever goes wrong."""

import sys
import traceback
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from console.failures import explain
from console.menu import GROUPS, Entry, asked_for
from console.mistakes import find_mistakes, print_mistakes
from workers.settings import Settings, SettingsError


def main() -> None:
    """Run the command line and exit: 0, or 1 with one line that says what is wrong and the way out (2: wrong usage)."""
    try:
        sys.exit(assemble(asked_for(sys.argv[1:]))(standalone_mode=False))
    except Exception as error:  # noqa: BLE001  (the outermost door: nobody shall meet a traceback)
        sys.exit(_report(error, Console(stderr=True, highlight=False)))


def assemble(entries: Iterable[Entry]) -> typer.Typer:
    """Answer the command line that offers these commands."""
    app = typer.Typer(
        name="tenure",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    groups = {name: typer.Typer(no_args_is_help=True, help=meaning) for name, (meaning, _) in GROUPS.items()}
    for entry in entries:
        name, _, word = entry.name.partition(" ")
        group = groups[name] if word else app
        group.command(word or name, epilog=f"Example: {entry.example}")(entry.command)
    for name, (_, example) in GROUPS.items():
        app.add_typer(groups[name], name=name, epilog=f"Example: {example}")
    app.callback(epilog="Example: tenure up")(options)
    return app


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tenure {version('tenure')}")
        raise typer.Exit


def options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version and stop.")
    ] = False,
) -> None:
    """Runs a customer-success program unattended: journeys, mails, hand-offs, and always a reason why."""


def _report(error: Exception, console: Console) -> int:
    mistakes = find_mistakes(error)
    if mistakes:
        print_mistakes(mistakes, console)
        return 1
    if isinstance(error, typer.TyperException) and not error.format_message():
        return 2  # nothing was asked for: the help, which is printed already, says what there is
    line = explain(error) or _keep_trace(error)
    console.print(f"tenure: {line}", style="red", markup=False, soft_wrap=True)
    return int(getattr(error, "exit_code", 1))


def _keep_trace(error: Exception) -> str:
    """Write down a bug of ours where it can be found, and answer the line that names the file."""
    trace = "".join(traceback.format_exception(error))
    home, debug = _where()
    if debug:
        sys.stderr.write(trace)
    file = home / "errors.log"
    home.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(sys.argv)}\n{trace}\n")
    return f"this is a mistake of ours ({type(error).__name__}); what happened is written in {file}, please report it"


def _where() -> tuple[Path, bool]:
    try:
        settings = Settings.read()
    except SettingsError:
        return Path("var"), True
    return settings.home, settings.debug
