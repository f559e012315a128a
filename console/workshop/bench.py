"""The folder as it is now: read again when somebody saved, and of that only what the change can touch."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from console.inspection import Inspection, inspect_files
from console.program_files import PREVIEWS, PROGRAM, REHEARSED, SHIPPED, gather
from console.rehearsal import People
from console.workshop.marks import mark
from emails.finding import Finding
from emails.library import TEMPLATES, THEMES, channels
from emails.template import Template
from journeys.load import HEALTH, Book

Findings = Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Sight:
    """What was found under `mark`: the texts by path, the mails that can be read now by the names of their files, their
    made-up people, and what is told of each file.

    `worked` are the mails as they were when they could be read last. `book` is the program as it could be read last;
    none: it never could since this process began.
    """

    mark: str
    day: date
    texts: Mapping[str, str]
    mails: Mapping[str, Template]
    worked: Mapping[str, Template]
    previews: Mapping[str, People]
    found: Findings
    book: Book | None

    @property
    def files(self) -> Mapping[str, str]:
        """Answer the texts that would be published, by path."""
        return {path: text for path, text in self.texts.items() if not path.startswith(PREVIEWS)}

    def has(self, mail: str) -> bool:
        """Answer whether there is a file of this mail."""
        return "." not in mail and f"{TEMPLATES}{mail}.md" in self.texts

    def source(self, edition: str) -> str:
        """Answer what the file of an edition says; nothing if there is none."""
        return self.texts.get(f"{TEMPLATES}{edition}.md", "")

    def people(self, edition: str) -> People:
        """Answer the made-up people of an edition, the usual one first."""
        return self.previews.get(edition, {})

    def findings(self, *editions: str) -> tuple[Finding, ...]:
        """Answer what is told of these editions and their previews, and the theme's mistakes, which hide all mails.

        What else is told of the theme is about no mail alone.
        """
        own = [path for name in editions for path in (f"{TEMPLATES}{name}.md", f"{PREVIEWS}{name}.yaml")]
        shared = (told for path, found in self.found.items() if path.startswith(THEMES) for told in found)
        found = (told for path in own for told in self.found.get(path, ()))
        return (*found, *(told for told in shared if told.severity == "error"))


class Bench:
    """Reads one folder for all who look at it. Safe to share by threads."""

    def __init__(self, folder: Path | None) -> None:
        """Read the program in `folder`; none: the one that ships."""
        self.folder = folder or SHIPPED
        self._lock = threading.Lock()
        self._sight: Sight | None = None

    def mark(self) -> str:
        """Answer what tells the folder's state now from every other."""
        return mark(self.folder)

    def look(self, today: date) -> Sight:
        """Answer what is in the folder now."""
        with self._lock:
            found, before = self.mark(), self._sight  # before anything is read: what is saved meanwhile is read again
            if before is None or (before.mark, before.day) != (found, today):
                self._sight = self._see(found, today, before)
            return self._sight or self._see(found, today, None)

    def _see(self, mark: str, today: date, before: Sight | None) -> Sight:
        texts, unread = gather(self.folder, REHEARSED)
        touched = _touched(before, texts) if before and before.day == today and not unread else None
        if before is None or touched is None:
            return _whole(mark, today, texts, inspect_files(texts, unread, today), before)
        sight = replace(before, mark=mark, texts=texts)
        for mail in touched:
            few = {path: text for path, text in texts.items() if _needed(path, mail)}
            sight = _with(sight, mail, inspect_files(few, (), today))
        return sight


def _whole(mark: str, today: date, texts: Mapping[str, str], seen: Inspection, before: Sight | None) -> Sight:
    worked = {**(before.worked if before else {}), **seen.mails}
    previews = {**(before.previews if before else {}), **seen.previews}
    book = seen.program.book if seen.program else before.book if before else None
    return Sight(mark, today, texts, seen.mails, worked, previews, seen.findings, book)


def _with(sight: Sight, mail: str, seen: Inspection) -> Sight:
    """Answer what is seen when one mail, with all its editions, was read anew."""
    mails = {name: template for name, template in sight.mails.items() if template.name != mail}
    found = {path: told for path, told in sight.found.items() if _mail(path) != mail}
    found |= {path: told for path, told in seen.findings.items() if _mail(path) == mail}
    return replace(
        sight, mails=mails | dict(seen.mails), worked={**sight.worked, **seen.mails}, found=dict(sorted(found.items())),
        previews={**sight.previews, **seen.previews},
    )  # fmt: skip


def _touched(before: Sight, texts: Mapping[str, str]) -> set[str] | None:
    """Answer the mails that a change can touch; none: it can touch all of them, or the journeys that name them."""
    paths = {path for path in {*before.texts, *texts} if before.texts.get(path) != texts.get(path)}
    old, new = ({path: told[path] for path in paths if path in told} for told in (before.texts, texts))
    mails = {_mail(path) for path in paths}
    return mails if "" not in mails and channels(old) == channels(new) else None


def _needed(path: str, mail: str) -> bool:
    """Answer whether a file says anything that one mail alone depends on."""
    return path == PROGRAM or path.startswith((HEALTH, THEMES)) or _mail(path) == mail


def _mail(path: str) -> str:
    """Answer whose file it is; nothing if it is no mail's."""
    folder = next((folder for folder in (TEMPLATES, PREVIEWS) if path.startswith(folder)), None)
    return path.removeprefix(folder).partition(".")[0] if folder else ""
