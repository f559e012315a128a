"""`tenure preview`: see a mail as made-up people would get it, before anybody does."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from console.failures import CommandError
from console.program_check import Program, check_folder
from console.program_files import SHIPPED
from console.workshop.choice import Choice
from emails.message import Content
from emails.preview import read_previews
from emails.template import Template
from workers.settings import Settings

PREVIEWS = "emails/previews"


def preview(
    mail: Annotated[str, typer.Argument(help="Its name, such as onboarding/welcome, or onboarding/welcome.de.")],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the pages go; else under var/previews.")
    ] = None,
) -> None:
    """Write a mail, as each of its made-up people would get it, as a page and as text that you can open."""
    settings = Settings.read()
    folder = settings.program or SHIPPED
    program = check_folder(settings.program)
    editions = program.library.editions
    if mail not in editions:
        raise CommandError(f"there is no mail {mail!r}: it is one of {', '.join(sorted(editions))}")
    place = (out or settings.home / "previews") / mail
    place.mkdir(parents=True, exist_ok=True)
    for name, content in _rendered(program, editions[mail], folder):
        page = place / f"{name}.html"
        page.write_text(content.html, encoding="utf-8")
        page.with_suffix(".txt").write_text(content.text, encoding="utf-8")
        typer.echo(f"{name:<10} {content.subject}\n{'':<10} {page}")
    typer.echo(
        f"as real accounts get it, side by side, while `tenure up` runs: {settings.public_url}{Choice(mail).url}"
    )


def _rendered(program: Program, mail: Template, folder: Path) -> Iterator[tuple[str, Content]]:
    for name, people in _people(program, mail, folder).items():
        yield name, mail.render(people)


def _people(program: Program, mail: Template, folder: Path) -> Mapping[str, dict[str, object]]:
    """Answer the made-up people of a mail; one whose every field is the catalog's example if nobody made any up."""
    paths = [f"{PREVIEWS}/{name}.yaml" for name in mail.edition.kin]
    path = next((path for path in paths if (folder / path).is_file()), "")
    text = (folder / path).read_text(encoding="utf-8") if path else "typical: {}"
    return read_previews(path, text, program.book.catalog.fields)
