"""`tenure schema`: what each kind of file can say, written beside them for editors."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Annotated

import typer

from console.program_files import SHIPPED, read_program
from emails.library import channels
from journeys.load import HEALTH, read_book
from journeys.schemas import pointer, schemas
from workers.settings import Settings


def schema(
    program: Annotated[Path | None, typer.Option(help="The folder with the program; none: the one in use.")] = None,
    comment: Annotated[bool, typer.Option("--comment", help="Begin files that lack it with the comment.")] = False,
) -> None:
    """Write JSON Schemas of journeys, playbooks, health models, surveys and program.yaml into the program's folder.

    With them an editor knows every key, explains it and offers the names of your own mails, playbooks and events. A
    file points to its schema by a comment in its first line.
    """
    folder = program or Settings.read().program or SHIPPED
    files = read_program(folder)
    models = [PurePosixPath(path).stem for path in files if path.startswith(HEALTH)]
    found = schemas(read_book(files, None), channels(files), models)
    for path, text in {**found, **(_pointing(files) if comment else {})}.items():
        file = folder / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        typer.echo(f"wrote {file}")


def _pointing(files: Mapping[str, str]) -> Mapping[str, str]:
    """Answer the files that do not point to their schema yet, with the comment."""
    return {
        path: pointer(path) + text
        for path, text in files.items()
        if pointer(path) and not text.startswith("# yaml-language-server:")
    }
