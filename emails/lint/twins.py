"""Versions of a mail that say the same: whichever of them did better, it would be chance."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from emails.finding import Finding
from emails.naming import Name
from emails.page import Page
from emails.source import SAYING, Source, read_source


def twins(pages: Mapping[Name, Page]) -> Iterator[Finding]:
    """Find the versions that say, in their language, what the mail or another version of it says.

    `pages` are the files of mails that can be read, by name.
    """
    for _, names in groupby(sorted(pages, key=_trial), _trial):
        said: dict[tuple[str, ...], Name] = {}
        for name in names:
            other = said.setdefault(_words(name, pages), name)
            if other is not name:
                message = f"this says what {other.file} says, so that nothing would be tried"
                way_out = "write what it says otherwise, or take this file away"
                yield Finding(pages[name].path, 1, "error", "twins", f"{message}: {way_out}")


def _trial(name: Name) -> tuple[str, str]:
    return name.mail, name.locale


def _words(name: Name, pages: Mapping[Name, Page]) -> tuple[str, ...]:
    source = _source(name, pages)
    return (*(source.entries.get(entry, "") for entry in SAYING), *source.body.split()) if source else (str(name),)


def _source(name: Name, pages: Mapping[Name, Page]) -> Source | None:
    """Answer the mail with the words of the one it belongs to, where it says nothing."""
    source, parent = read_source(pages[name], name), name.parent
    other = _source(parent, pages) if parent is not None and parent in pages else None
    return source.beside(other, "", body=bool(name.variant)) if source and other else source
