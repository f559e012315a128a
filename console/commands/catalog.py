"""`tenure catalog`: everything that can be looked at, and what it comes to for one account."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from console.behavior import known_of, values_of
from console.failures import CommandError
from console.installation import open_database
from console.plain import as_json
from console.program_files import read_program
from journeys.catalog import Catalog, Field
from journeys.load import read_book
from journeys.mermaid import journeys_page
from journeys.mistakes import did_you_mean
from journeys.reference import described, reference, shown
from workers.clocks import clock
from workers.settings import Settings


def catalog(
    names: Annotated[list[str] | None, typer.Argument(help="Fields, or groups such as usage; none: all.")] = None,
    account: Annotated[str, typer.Option(help="Say what they come to for this account, now.")] = "",
    program: Annotated[Path | None, typer.Option(help="The folder with the program; none: the one in use.")] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="The whole reference page.")] = False,
    journeys: Annotated[bool, typer.Option("--journeys", help="The page of all journeys, drawn with Mermaid.")] = False,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List everything that conditions and mails can look at: name, type, meaning, feed, default, example."""
    settings = Settings.read()
    book = read_book(read_program(program or settings.program), None)
    found = book.catalog
    if markdown or journeys:
        typer.echo(journeys_page(book) if journeys else reference(found), nl=False)
        return
    fields = [*_chosen(found, names or [])]
    fields = _telling(fields, names or []) if account else fields
    now = clock(settings.clock)()
    values = values_of(known_of(open_database(settings), account, now), now) if account else {}
    if json:
        typer.echo(as_json([described(field) | _value(field, values) for field in fields]))
    else:
        _print(Console(highlight=False), fields, values)


def _chosen(catalog: Catalog, names: list[str]) -> Iterator[Field]:
    for name in names:
        if not any(_fits(field, name) for field in catalog.fields.values()):
            groups = dict.fromkeys(known.partition(".")[0] for known in catalog.fields)
            hint = did_you_mean(name, [*catalog.fields, *groups]) or f"; the groups are: {', '.join(groups)}"
            raise CommandError(f'there is no field or group "{name}"{hint}')
    for field in catalog.fields.values():
        if not names or any(_fits(field, name) for name in names):
            yield field


def _telling(fields: list[Field], names: list[str]) -> list[Field]:
    """Leave out what is the same for every account, or known to a mail alone, unless somebody asks for it."""
    return (
        fields
        if names
        else [field for field in fields if not field.name.startswith(("contact.", "recipient.", "links.", "product."))]
    )


def _fits(field: Field, name: str) -> bool:
    return field.name == name or field.name.startswith(f"{name}.")


def _value(field: Field, values: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    return values.get(field.name, {})


def _print(console: Console, fields: list[Field], values: Mapping[str, dict[str, Any]]) -> None:
    for field in fields:
        if values:
            console.print(Text(f"{field.name:<34}"), _now(field, values), sep="  ", soft_wrap=True)
            continue
        kind = f"{field.type}, {field.unit}" if field.unit else field.type
        console.print(Text.assemble((field.name, "bold"), f"  {kind}", (f"  {field.feed}", "dim")))
        console.print(Padding(Text(field.formula, "dim"), (0, 0, 0, 4)))


def _now(field: Field, values: Mapping[str, dict[str, Any]]) -> Text:
    found = values.get(field.name, {"because": "only a mail knows whom it is for"})
    if "value" in found:
        return Text(_brief(found["value"], field.unit))
    bounds = f"at least {shown(found['least'], field.unit)}; " if found.get("least") else "unknown: "
    return Text(f"{bounds}{found['because']}", "yellow")


def _brief(value: object, unit: str) -> str:
    """Answer a value in one line: of entries of a list, their titles."""
    if isinstance(value, list):
        return ", ".join(str(each["title"]) if isinstance(each, dict) else str(each) for each in value) or "none"
    return shown(value, unit)
