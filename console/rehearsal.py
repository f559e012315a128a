"""The made-up people each mail is tried on: read from `emails/previews/`, beside one whom every mail has."""

from collections.abc import Iterator, Mapping

from console.program_files import PREVIEWS
from emails.library import TEMPLATES
from emails.lint.examine import NOBODY
from emails.page import suggest
from emails.preview import Context, bare, read_previews
from journeys.catalog import Field

USUAL = "typical"  # whoever is made up by the catalog's examples alone

People = Mapping[str, Context]


class Rehearsal:
    """The previews of a program, by file; those with mistakes are told and left out."""

    def __init__(self, files: Mapping[str, str], fields: Mapping[str, Field]) -> None:
        """Read every file of previews among `files`."""
        self.mistakes: list[Exception] = [*_strays(files)]
        self._bare = bare(fields)
        self._usual = read_previews("", f"{USUAL}:", fields)
        self._people: dict[str, People] = {}
        for path in (path for path in files if path.startswith(PREVIEWS)):
            try:
                self._people[_mail(path)] = read_previews(path, files[path], fields)
            except ExceptionGroup as group:
                self.mistakes.append(group)

    def people(self, *names: str) -> People:
        """Answer the made-up people of the first of these mails that has any, the one of whom nothing is known last."""
        found = next((self._people[name] for name in names if self._people.get(name)), self._usual)
        return {**found, NOBODY: self._bare}


def _strays(files: Mapping[str, str]) -> Iterator[SyntaxError]:
    mails = [path.removeprefix(TEMPLATES).removesuffix(".md") for path in files if path.startswith(TEMPLATES)]
    for path in (path for path in files if path.startswith(PREVIEWS) and _mail(path) not in mails):
        hint = suggest(_mail(path), mails) or ": call it as the mail is called that it is for"
        yield SyntaxError(f'there is no mail "{_mail(path)}"{hint}', (path, None, None, None))


def _mail(path: str) -> str:
    return path.removeprefix(PREVIEWS).removesuffix(".yaml")
