"""How a mail differs from what is published: its file, and what one recipient reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.workshop.card import path_of, places_of
from console.workshop.difference import Line, difference
from console.workshop.published import InForce
from console.workshop.sheet import Sheet
from emails.template import RenderError, Template

NOTHING = "Nothing is published yet."
NEW = "This mail is new: it was never published, or is withdrawn."
SAME = "This mail says what is published."
UNSENT = "This mail says what is published, but no published journey sends it: nobody gets it."


@dataclass(frozen=True, slots=True)
class Changed:
    """A file, and what changed in it."""

    path: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What publishing would change in the mail. `there`: it is published; `words` say since when, or that it is not.

    `same` is what is said if nothing changes.
    """

    there: bool
    words: str
    same: str = SAME
    files: tuple[Changed, ...] = ()
    text: tuple[Line, ...] = ()
    text_words: str = ""

    def __bool__(self) -> bool:
        """Answer whether anything changes."""
        return bool(self.files or self.text)


def changes(sheet: Sheet, files: Mapping[str, str], in_force: InForce) -> Changes:
    """Answer how the mail, and the theme that it shares, differ from what is published."""
    release, own = in_force.release, path_of(sheet.choice.edition)
    if release is None:
        return Changes(there=False, words=NOTHING)
    if own not in in_force.files:
        return Changes(there=False, words=NEW)
    by, at = release.published_by or "somebody", f"{release.published_at:%Y-%m-%d %H:%M} UTC"
    words = f"In force is release {release.number}, published by {by} on {at}."
    paths = [own, *in_force.theme(files)]
    changed = (Changed(path, difference(in_force.files.get(path, ""), files.get(path, ""))) for path in paths)
    edition = in_force.edition
    text, why = _text(sheet, edition.library.editions.get(sheet.choice.edition) if edition else None)
    same = SAME if edition is None or sheet.choice.mail in places_of(edition.book) else UNSENT
    return Changes(True, words, same, tuple(one for one in changed if one.lines), text, why)


def _text(sheet: Sheet, before: Template | None) -> tuple[tuple[Line, ...], str]:
    """Answer how what they read changes; in words, if it cannot be told or stays the same."""
    if before is None or sheet.recipient is None or sheet.content is None:
        return (), "It cannot be told what changes for this recipient."
    try:
        read = sheet.recipient.read(before)
    except RenderError as problem:
        return (), f"What is published cannot be made for this recipient: {problem}."
    lines = difference(f"{read.subject}\n\n{read.text}", f"{sheet.content.subject}\n\n{sheet.content.text}")
    return lines, "" if lines else "The words stay the same."
