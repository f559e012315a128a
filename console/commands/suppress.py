"""`tenure suppress`: addresses and domains that are not written to, and why."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from console.failures import CommandError
from console.installation import open_database
from console.person import whoami
from console.plain import as_json, rows
from console.preferences.topics import topics_in_force
from console.suppressing.reading import Meaning, read_list
from emails.page import suggest
from models.consent import suppress
from models.database import begin
from models.permission import entries_at
from models.places import clean_place, places
from models.reasons import ANY, REASONS
from models.suppression_list import OwnWish, listed, record_of, suppress_all, take_back
from workers.clocks import clock
from workers.settings import Settings

LEFT_OUT = 3  # the exit code where rows were rejected, as of `tenure import`
GIVEN = tuple(reason for reason in REASONS if reason != "forgotten")
PORTION = 5_000

Place = Annotated[str, typer.Argument(metavar="ADDRESS", help="An address, or a whole domain: @example.com.")]
Topic = Annotated[str, typer.Option(help="Only mails about this topic; * is every topic.")]
Because = Annotated[str, typer.Option(help="Why, for the record.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


def add(
    addresses: Annotated[list[str], typer.Argument(metavar="ADDRESS…", help="Addresses, or domains: @example.com.")],
    topic: Topic = ANY,
    reason: Annotated[str, typer.Option(help=f"One of {', '.join(GIVEN)}.")] = "manual",
    because: Because = "",
    json: AsJson = False,
) -> None:
    """Write to these addresses, or domains and all their parts, no more; from now on, whatever is planned."""
    _known_reason(reason)
    settings = Settings.read()
    found = [_clean(one) for one in addresses]
    now, source = clock(settings.clock)(), f"tenure suppress, by {whoami()}"
    with _installation(settings) as connection:
        _known_topic(connection, topic)
        new = [one for one in found if suppress(connection, now, one, topic, reason, source, because=because)]
    if json:
        typer.echo(as_json({"added": new, "known": [one for one in found if one not in new]}))
        return
    about = "" if topic == ANY else f" about {topic}"
    for one in found:
        typer.echo(f"{one} gets no mails{about}" + ("" if one in new else ": it was so before"))


def remove(
    address: Place,
    topic: Topic = ANY,
    because: Because = "",
    they_asked: Annotated[
        bool, typer.Option("--they-asked", help="Also what the person wanted: they asked you to write again.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Take back what stands against an address or a domain. It stays in the record, with who did it and why."""
    settings, place = Settings.read(), _clean(address)
    now, source = clock(settings.clock)(), f"tenure suppress, by {whoami()}"
    try:
        with _installation(settings) as connection:
            gone = take_back(connection, now, place, topic, source, because, they_asked=they_asked)
            others = [one for one in entries_at(connection, places(place) or [place]) if one not in gone]
    except OwnWish as wish:
        wanted = ", ".join(sorted({one.reason for one in wish.entries}))
        raise CommandError(
            f"{place} is what the person wanted ({wanted}): only if they asked you to write again, say --they-asked"
        ) from None
    if json:
        typer.echo(as_json({"removed": [one.reason for one in gone], "left": [one._asdict() for one in others]}))
        return
    what = ", ".join(one.reason for one in gone)
    typer.echo(f"{place}: {what} taken back" if gone else f"nothing stands against {place} there")
    for one in others:
        typer.echo(f"  still {one.reason}, {one.email}, topic {one.topic}: `tenure suppress list {place}`")


def list_(
    address: Annotated[str, typer.Argument(metavar="[ADDRESS]", help="One address or domain, with its record.")] = "",
    reason: Annotated[list[str] | None, typer.Option(help="Only for this reason; several are allowed.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at the most.")] = 50,
    json: AsJson = False,
) -> None:
    """List whom nobody writes to, and why; of one address what stands, and every change there was."""
    settings = Settings.read()
    for one in reason or ():
        if one not in REASONS:
            raise CommandError(f"there is no reason {one!r}{suggest(one, REASONS)}: there are {', '.join(REASONS)}")
    with _installation(settings) as connection:
        if address:
            place = _clean(address)
            stands = [one._asdict() for one in entries_at(connection, places(place) if place[0] != "@" else [place])]
            record = rows(record_of(connection, place))
            answer: dict[str, object] = {"stands": stands, "record": record}
        else:
            number, newest = listed(connection, reason or (), limit)
            stands, record = rows(newest), []
            answer = {"number": number, "newest": stands}
    if json:
        typer.echo(as_json(answer))
        return
    _print(stands, ("email", "topic", "reason", "source", "at") if not address else ("email", "topic", "reason", "at"))
    if address and record:
        typer.echo("\nEvery change:")
        _print(record, ("at", "email", "topic", "reason", "allowed", "source", "because"))
    if not address:
        typer.echo(f"{number:,} in all")


def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="CSV files, as SendGrid and others export them.")],
    reason: Annotated[str, typer.Option(help="Why, for every row; else a column or the file's name tells.")] = "",
    topic: Annotated[str, typer.Option(help="The topic of every row; else all, or that of the row's group.")] = "",
    group: Annotated[
        list[str] | None, typer.Option(metavar="NAME=TOPIC", help="Which topic an unsubscribe group means.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything, and keep nothing of it.")] = False,
    rejects: Annotated[
        Path, typer.Option(metavar="DIR", help="Where rows that did not go in are written.", show_default="here")
    ] = Path(),
    because: Because = "",
    json: AsJson = False,
) -> None:
    """Take over the lists of another program: bounces, blocks, spam reports, unsubscribes, invalid addresses, groups.

    All good rows of all files go in together or not at all; bad ones into a rejects file with their line and reason.
    Running it again adds nothing. Exit code 0: all went in; 3: some rows were rejected.
    """
    if reason:
        _known_reason(reason)
    settings = Settings.read()
    meaning = Meaning(clock(settings.clock)(), reason, topic, _groups(group or []))
    lists = {path: read_list(path, meaning, rejects) for path in files}
    with _installation(settings, keep=not dry_run) as connection:
        for one in sorted({topic, *meaning.groups.values()} - {"", ANY}):
            _known_topic(connection, one)
        new = {path: _take(connection, found.rows, because) for path, found in lists.items()}
    answer: list[dict[str, object]] = [
        {"file": path.name, "new": new[path], "known": len(found.rows) - new[path], "rejected": len(found.bad),
         "rejects": str(found.rejects) if found.rejects else None,
         "problems": [{"line": line, "reason": why} for line, why in found.bad]}
        for path, found in lists.items()
    ]  # fmt: skip
    if json:
        typer.echo(as_json({"dry_run": dry_run, "files": answer}))
    else:
        _say(answer, dry_run=dry_run)
    if any(found.bad for found in lists.values()):
        raise typer.Exit(LEFT_OUT)


@contextmanager
def _installation(settings: Settings, *, keep: bool = True) -> Iterator[Connection]:
    """One transaction with the installation's database; without `keep`, it is taken back at the end."""
    engine = open_database(settings)
    try:
        if keep:
            with begin(engine) as connection:
                yield connection
        else:
            with engine.connect() as connection, connection.begin() as transaction:
                yield connection
                transaction.rollback()
    finally:
        engine.dispose()


def _take(connection: Connection, told: Sequence[dict[str, object]], because: str) -> int:
    portions = (told[start : start + PORTION] for start in range(0, len(told), PORTION))
    return sum(suppress_all(connection, portion, because) for portion in portions)


def _clean(address: str) -> str:
    try:
        return clean_place(address)
    except ValueError as error:
        raise CommandError(str(error)) from None


def _known_reason(reason: str) -> None:
    if reason == "forgotten":
        raise CommandError("`tenure forget` does that: it erases the person, too")
    if reason not in REASONS:
        raise CommandError(f"there is no reason {reason!r}{suggest(reason, GIVEN)}: there are {', '.join(GIVEN)}")


def _known_topic(connection: Connection, topic: str) -> None:
    """Raise CommandError for a topic that the published brand does not have; without one, any will do."""
    known = [one.name for one in topics_in_force(connection, None, topic) if not one.over]
    if topic != ANY and topic not in known:
        raise CommandError(f"there is no topic {topic!r}{suggest(topic, known)}: there are {', '.join(known)}")


def _groups(told: Sequence[str]) -> dict[str, str]:
    pairs = [one.rpartition("=") for one in told]
    wrong = [one for one, (name, _, topic) in zip(told, pairs, strict=True) if not (name.strip() and topic.strip())]
    if wrong:
        raise CommandError(f'{wrong[0]!r} is not NAME=TOPIC, such as --group "Weekly tips=tips"')
    return {name.strip(): topic.strip() for name, _, topic in pairs}


def _print(found: Sequence[dict[str, object]], columns: Sequence[str]) -> None:
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in found:
        table.add_row(*(str(row[column]) for column in columns))
    Console(highlight=False).print(table if found else "nothing", markup=False)


def _say(answer: Sequence[dict[str, object]], *, dry_run: bool) -> None:
    for file in answer:
        would = "would be new" if dry_run else "new"
        typer.echo(f"{file['file']}: {file['new']:,} {would}, {file['known']:,} known, {file['rejected']:,} rejected")
        problems = file["problems"]
        for problem in problems if isinstance(problems, list) else ():
            typer.echo(f"  line {problem['line']}: {problem['reason']}")
        if file["rejects"]:
            typer.echo(f"  the rejected rows are in {file['rejects']}: mend them and import that file")
