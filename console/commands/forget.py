"""`tenure forget`: a person is erased everywhere, and never written to again."""

from collections.abc import Mapping
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, Engine

from console.failures import CommandError
from console.installation import open_database
from console.person import whoami
from console.plain import as_json
from emails.outbox import Outbox
from models.database import begin
from models.erasure import FATES, OTHERWISE, forget
from models.person import Person, find_person
from models.places import clean_place
from models.traces import wipe
from models.users import user_by_email
from workers.clocks import clock
from workers.settings import Settings

TRACES = (
    "the free space of {0} may hold traces of what was taken out: run `sqlite3 {0} VACUUM` when everything is stopped"
)


def forget_(
    person: Annotated[str, typer.Argument(metavar="EMAIL|KEY", help="Their address, or their key or another name.")],
    because: Annotated[str, typer.Option(help="Why, for the record. Do not name them.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would become of what, and change nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: Annotated[
        bool, typer.Option("--json", help="For programs; asks nothing, so it needs --yes or --dry-run.")
    ] = False,
) -> None:
    """Erase a person everywhere, and keep the promise never to write to them, also when they are told again.

    It cannot be undone. The promise is kept by what cannot be read back to the address.
    """
    if json and not (yes or dry_run):
        raise typer.BadParameter("say --yes or --dry-run with --json: nobody can be asked")
    settings = Settings.read()
    engine = open_database(settings)
    try:
        known, rows = _rehearse(engine, settings, person, because)
        if not json:
            _show(person, known, rows)
        if not dry_run:
            if not yes:
                typer.confirm("Forget them for good?", abort=True)
            known, rows = _do(engine, settings, person, because)
            if not wipe(engine):
                typer.echo(TRACES.format(engine.url.database), err=True)
        _say(known, rows, done=not dry_run, json=json)
        _warn_of_user(engine, known)
    finally:
        engine.dispose()


def _do(engine: Engine, settings: Settings, said: str, because: str) -> tuple[Person, Mapping[str, int]]:
    with begin(engine) as connection:
        known, rows = _forget(connection, settings, said, because)
    letters = sum(Outbox(settings.outbox).forget(address) for address in known.addresses)
    return known, {**rows, **({"mails in the outbox": letters} if letters else {})}


def _say(known: Person, rows: Mapping[str, int], *, done: bool, json: bool) -> None:
    if json:
        typer.echo(as_json({"done": done, "contacts": len(known.contacts), "rows": rows}))
    elif done:
        typer.echo("forgotten, and never written to again; what was sent stays sent, and a backup still knows them")


def _rehearse(engine: Engine, settings: Settings, said: str, because: str) -> tuple[Person, Mapping[str, int]]:
    """Answer what would be done, by doing it and taking it back."""
    with engine.connect() as connection, connection.begin() as transaction:
        found = _forget(connection, settings, said, because)
        transaction.rollback()
    return found


def _forget(connection: Connection, settings: Settings, said: str, because: str) -> tuple[Person, Mapping[str, int]]:
    person = find_person(connection, said)
    if not person.contacts:
        _check_address(said)
    now = clock(settings.clock)()
    return person, forget(connection, now, person, f"tenure forget, by {whoami()}", because)


def _check_address(said: str) -> None:
    """Raise CommandError for words by which nobody is known and no mail can be sent: the promise would be empty."""
    if "@" not in said:
        return
    try:
        place = clean_place(said)
    except ValueError as error:
        raise CommandError(f"nobody is known by that, and {error}") from None
    if place.startswith("@"):
        raise CommandError(f"{place} is a whole domain, and no person: `tenure suppress add {place}` stops its mails")


def _show(said: str, person: Person, rows: Mapping[str, int]) -> None:
    console = Console(highlight=False)
    who = f"{len(person.contacts)} contact{'s' if len(person.contacts) != 1 else ''}"
    if not person.contacts:
        who = "nobody we know: only the promise never to write is kept" if person.addresses else "nobody we know"
    console.print(f"{said}: {who}", markup=False)
    table = Table(box=None, pad_edge=False)
    for column in ("table", "rows", "what becomes of them"):
        table.add_column(column, overflow="fold", justify="right" if column == "rows" else "left")
    for name, number in rows.items():
        table.add_row(name, f"{number:,}", FATES.get(name, OTHERWISE))
    console.print(table if rows else "nothing is left to forget")


def _warn_of_user(engine: Engine, person: Person) -> None:
    with begin(engine) as connection:
        ours = [one for one in sorted(person.addresses) if user_by_email(connection, one)]
    for address in ours:
        typer.echo(f"{address} is also somebody who may sign in here, which stays: see `tenure user list`", err=True)
