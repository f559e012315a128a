"""The mails that ship, each written once for every made-up person it is tried on."""

from functools import cache

from emails.library import read_library
from emails.message import Content
from emails.preview import Context, read_previews
from tests.unit.emails.catalog import ROOT, shipped
from tests.unit.journeys.stage import book

FIELDS = book().catalog.fields
LIBRARY = read_library(shipped(), FIELDS).editions
MAILS = sorted(name for name, template in LIBRARY.items() if template.channel == "email")


@cache
def people(name: str) -> dict[str, Context]:
    """The made-up people of a mail: every language and variant is tried on those of the original."""
    file = ROOT / f"emails/previews/{LIBRARY[name].name}.yaml"
    return read_previews(file.name, file.read_text(encoding="utf-8"), FIELDS)


@cache
def written(name: str) -> dict[str, Content]:
    """What each of them gets."""
    return {person: LIBRARY[name].render(context) for person, context in people(name).items()}
