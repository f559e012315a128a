"""The made-up people each mail is tried on: read from `emails/previews/`, beside one whom every mail has."""

from collections.abc import Iterator, Mapping

from console.program_files import PREVIEWS
from emails.library import TEMPLATES
from emails.lint.examine import NOBODY
from emails.page import suggest
from emails.preview import Context, bare, read_previews
from journeys.catalog import Field

USUAL = "typical"  # whoever is made up by the catalog's examples alone

ENOUGH = 1_000  # files: those of a large program, and what was changed of them lately

People = Mapping[str, Context]


class Rehearsal:
    """The previews of a program, by file; those with mistakes are told and left out."""

    def __init__(self, files: Mapping[str, str], fields: Mapping[str, Field]) -> None:
        """Read every file of previews among `files`."""
        self.mistakes: list[Exception] = [*_strays(files)]
        self._bare = bare(fields)
        self._usual = read_previews("", f"{USUAL}:", fields)
        self._people: dict[str, People] = {}
        known = _keepsake(fields)
        for path in (path for path in files if path.startswith(PREVIEWS)):
            try:
                self._people[_mail(path)] = known.read(path, files[path])
            except ExceptionGroup as group:
                self.mistakes.append(group)

    def people(self, *names: str) -> People:
        """Answer the made-up people of the first of these mails that has any, the one of whom nothing is known last."""
        found = next((self._people[name] for name in names if self._people.get(name)), self._usual)
        return {**found, NOBODY: self._bare}


class Keepsake:
    """The files of previews that could be read with these fields: most are the same when one mail has changed."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        """Begin with nothing."""
        self.fields = fields
        self._read: dict[tuple[str, str], People] = {}

    def read(self, path: str, text: str) -> People:
        """Answer the made-up people of a file. Raises an ExceptionGroup of SyntaxErrors."""
        found = self._read.get((path, text))
        if found is None:
            found = read_previews(path, text, self.fields)
            if len(self._read) >= ENOUGH:
                self._read.clear()
            self._read[path, text] = found
        return found


_kept: list[Keepsake] = []  # the newest alone: another program.yaml makes other people


def _keepsake(fields: Mapping[str, Field]) -> Keepsake:
    if not (_kept and _kept[-1].fields == fields):
        _kept[:] = [Keepsake(fields)]
    return _kept[-1]


def _strays(files: Mapping[str, str]) -> Iterator[SyntaxError]:
    mails = [path.removeprefix(TEMPLATES).removesuffix(".md") for path in files if path.startswith(TEMPLATES)]
    for path in (path for path in files if path.startswith(PREVIEWS) and _mail(path) not in mails):
        hint = suggest(_mail(path), mails) or ": call it as the mail is called that it is for"
        yield SyntaxError(f'there is no mail "{_mail(path)}"{hint}', (path, None, None, None))


def _mail(path: str) -> str:
    return path.removeprefix(PREVIEWS).removesuffix(".yaml")
