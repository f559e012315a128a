"""The `tenure` command: every command in one list, and one line for whatever goes wrong."""

import sys
import traceback
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from console.commands.catalog import catalog
from console.commands.check import check
from console.commands.demo import demo
from console.commands.feeds import feeds
from console.commands.health import health
from console.commands.import_ import import_
from console.commands.migrate import migrate
from console.commands.pause import pause, resume
from console.commands.preview import preview
from console.commands.publish import publish
from console.commands.releases import releases
from console.commands.results import results
from console.commands.rollback import rollback
from console.commands.send_test import send_test
from console.commands.status import status
from console.commands.tasks import tasks
from console.commands.up import up
from console.commands.user import add, disable_, enable_, first, list_, password, role
from console.commands.why import why
from console.failures import explain
from console.mistakes import find_mistakes, print_mistakes
from workers.settings import Settings, SettingsError

# In the order in which a newcomer needs them.
COMMANDS: tuple[tuple[str, Callable[..., Any], str], ...] = (
    ("up", up, "tenure up --port 8080"),
    ("demo", demo, "tenure demo --accounts 100"),
    ("import", import_, "tenure import accounts.csv events.csv --map map.yaml --dry-run"),
    ("check", check, "tenure check ./my-program"),
    ("preview", preview, "tenure preview onboarding/welcome"),
    ("send-test", send_test, "tenure send-test onboarding/welcome --account acme-inc --to dana@example.com"),
    ("publish", publish, 'tenure publish --program ./my-program --because "shorter welcome"'),
    ("releases", releases, "tenure releases"),
    ("rollback", rollback, 'tenure rollback --because "the link was wrong"'),
    ("results", results, "tenure results onboarding/welcome"),
    ("why", why, "tenure why acme-inc"),
    ("health", health, "tenure health acme-inc"),
    ("tasks", tasks, "tenure tasks --owner dana@example.com"),
    ("status", status, "tenure status --json"),
    ("feeds", feeds, "tenure feeds --json"),
    ("catalog", catalog, "tenure catalog usage support.csat --account acme-inc"),
    ("pause", pause, 'tenure pause --because "the pricing page is down"'),
    ("resume", resume, "tenure resume"),
    ("user first", first, "tenure user first"),
    ("user add", add, "tenure user add dana@example.com --role marketer --may publish"),
    ("user list", list_, "tenure user list --json"),
    ("user role", role, "tenure user role dana@example.com operator --may send --may-not publish"),
    ("user password", password, "tenure user password dana@example.com"),
    ("user disable", disable_, "tenure user disable dana@example.com"),
    ("user enable", enable_, "tenure user enable dana@example.com"),
    ("migrate", migrate, "DATABASE_URL=postgresql://tenure@localhost/tenure tenure migrate"),
)

app = typer.Typer(
    name="tenure",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
user = typer.Typer(no_args_is_help=True, help="Say who may sign in to the pages, and what each may do there.")
for name, command, example in COMMANDS:
    group = user if name.startswith("user ") else app
    group.command(name.removeprefix("user "), epilog=f"Example: {example}")(command)
app.add_typer(user, name="user", epilog="Example: tenure user add dana@example.com --role marketer")


def main() -> None:
    """Run the command line and exit: 0, or 1 with one line that says what is wrong and the way out (2: wrong usage)."""
    try:
        sys.exit(app(standalone_mode=False))
    except Exception as error:  # noqa: BLE001  (the outermost door: nobody shall meet a traceback)
        sys.exit(_report(error, Console(stderr=True, highlight=False)))


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tenure {version('tenure')}")
        raise typer.Exit


@app.callback(epilog="Example: tenure up")
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
