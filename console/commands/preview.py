"""`tenure preview`: see a mail as made-up people would get it, before anybody does."""

import re
from pathlib import Path
from typing import Annotated

import typer

from console.failures import CommandError
from console.inspection import Inspection, inspect
from console.workshop.choice import Choice
from emails.template import RenderError, Template
from workers.settings import Settings

UNFIT = re.compile(r"[^\w.-]+")  # a person may be called anything, and a page is written nowhere but where it was asked


def preview(
    mail: Annotated[str, typer.Argument(help="Its name, such as onboarding/welcome, or onboarding/welcome.de.")],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the pages go; else under var/previews.")
    ] = None,
) -> None:
    """Write a mail, as each of its made-up people would get it, as a page and as text that you can open.

    Mistakes in other files do not matter; `tenure check` tells them.
    """
    settings = Settings.read()
    found = inspect(settings.program, None)
    template = _template(found, mail)
    place = (out or settings.home / "previews") / mail
    place.mkdir(parents=True, exist_ok=True)
    for name, person in found.previews[mail].items():
        page = place / f"{UNFIT.sub('-', name)}.html"
        try:
            content = template.render(person)
        except RenderError as problem:
            typer.echo(f"{name:<10} {problem}")
            continue
        page.write_text(content.html, encoding="utf-8")
        page.with_suffix(".txt").write_text(content.text, encoding="utf-8")
        typer.echo(f"{name:<10} {content.subject}\n{'':<10} {page}")
    typer.echo(
        f"as real accounts get it, side by side, while `tenure up` runs: {settings.public_url}{Choice(mail).url}"
    )


def _template(found: Inspection, mail: str) -> Template:
    if mail in found.mails:
        return found.mails[mail]
    if f"emails/templates/{mail}.md" in found.files or not found.mails:
        raise ExceptionGroup("the mail cannot be shown", found.mistakes)
    raise CommandError(f"there is no mail {mail!r}: it is one of {', '.join(sorted(found.mails))}")
