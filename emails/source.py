"""Reads the file of a mail: front matter (what it is about) and a body in Markdown."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from emails.bounds import LONGEST, TOO_LONG
from emails.naming import Name
from emails.page import Page, suggest
from emails.plainness import is_plain
from emails.quoting import report_quoting
from emails.slips import unreadable
from emails.typography import body_meant, entries_meant, is_fence, tags_meant

KEYS = ("subject", "preheader", "topic", "channel", "goal", "within", "taste", "once_in")
LISTS = ("taste",)  # what may be several
SAYING = ("subject", "preheader")  # what another language or a variant may say otherwise
CHANNELS = ("email", "in_app")
_ENTRY = re.compile(r"\s*(\w+:|#)")


@dataclass(frozen=True, slots=True)
class Source:
    """A mail as it was written. `at` says on which line of the file each entry and the body begin.

    `lent` says of the entries that are another file's which file that is.
    """

    page: Page
    entries: dict[str, str]
    body: str
    at: dict[str, int]
    lent: Mapping[str, str] = field(default_factory=dict)

    @property
    def channel(self) -> str:
        """Where it is shown: email or in_app."""
        return self.entries.get("channel", "email")

    def beside(self, other: "Source", file: str, *, body: bool) -> "Source":
        """Answer this mail with the words of another, of that `file`, where it says nothing; the body only if asked."""
        lent = {name: file for name in (*SAYING, "topic", "channel") if name in other.entries.keys() - self.entries}
        entries = self.entries | {name: other.entries[name] for name in lent}
        found = replace(self, entries=entries, at=dict.fromkeys(lent, 1) | self.at, lent=lent)
        if not body or self.body.strip():
            return found
        return replace(found, body=other.body, at=found.at | {"body": other.at["body"]}, lent=lent | {"body": file})


def read_source(page: Page, name: Name | None = None) -> Source | None:
    """Answer the mail on the page; None if its front matter cannot be read. Mistakes are reported to the page.

    The file of a language or a variant, as its `name` tells, says only what it says otherwise.
    """
    if len(page.text) > LONGEST:
        page.report(TOO_LONG, 1)
        return None
    lines = page.lines
    end = next((number for number, line in enumerate(lines) if number and is_fence(line)), 0)
    if not is_fence(lines[0]):
        page.report("the first line has to be ---: between it and another one stand subject, preheader and topic", 1)
        return None
    if not end:
        below = next((number for number, line in enumerate(lines[1:], 2) if not _ENTRY.match(line)), len(lines))
        page.report("the second --- is missing: put it on a line of its own, below subject, preheader and topic", below)
        return None
    front, edition = "\n".join(lines[1:end]), name is not None and name.parent is not None
    known = read_yaml(page, front, 2, (*KEYS, "share")) if front.strip() or not edition else CommentedMap()
    if known is None:
        return None
    at = {key: line(known, key, first_line=2) for key in known} | {"body": end + 2}
    told = {key: ", ".join(value) if _is_listed(key, value) else value for key, value in known.items()}
    entries = {key: tags_meant(" ".join(value.split())) for key, value in told.items() if isinstance(value, str)}
    if name is not None and edition:
        _check_edition(page, known, at, name)
    else:
        _check(page, known, at)
    return Source(page, entries, body_meant("\n".join(lines[end + 1 :])), at)


def read_yaml(page: Page, text: str, first_line: int = 1, names: Sequence[str] = ()) -> CommentedMap | None:
    """Answer the mapping written in a part of the page; None, and a mistake reported, if there is none.

    The `names` stand at the beginning of their lines, whatever is before them.
    """
    meant = entries_meant(text, names)
    spoken = [name for name in names if name in SAYING]
    try:
        if spoken and not report_quoting(page, meant, first_line, spoken):
            return None
        if not is_plain(page, meant, first_line):
            return None
        known: Any = YAML(typ="rt").load(meant)
    except MarkedYAMLError as mistake:
        message, mark = unreadable(mistake)
        at = (mark.line + first_line, mark.column + 1) if mark else (first_line, 0)
        page.report(message, at[0], column=at[1])
        return None
    except YAMLError as mistake:
        page.report(f"this is not YAML: {mistake}", first_line)
        return None
    if not isinstance(known, CommentedMap):
        page.report("expected entries of the form `name: value`", first_line)
        return None
    return known


def line(known: CommentedMap, key: object, first_line: int = 1) -> int:
    """Answer the line of the page on which the mapping has the key."""
    return int(known.lc.key(key)[0]) + first_line


def _check(page: Page, known: CommentedMap, at: dict[str, int]) -> None:
    for key, value in known.items():
        if key == "share":
            page.report('a "share" is said in the file of a variant, such as welcome.b.md', at[key], key)
        elif key not in KEYS:
            page.report(f'there is no entry "{key}"{suggest(str(key), KEYS)}', at[key], str(key))
        elif not _is_listed(key, value) and (not isinstance(value, str) or not value.strip()):
            page.report(_no_text(key, value), at[key], str(key))
        elif key == "channel" and value not in CHANNELS:
            page.report(f'there is no channel "{value}"{suggest(value, CHANNELS)}', at[key], value)
    needed = ("subject", "topic") if known.get("channel") == "in_app" else ("subject", "preheader", "topic")
    for key in needed:
        if key not in known:
            page.report(f'"{key}" is missing: add `{key}: …` to the front matter', 1)


def _is_listed(key: object, value: object) -> bool:
    texts = isinstance(value, list) and bool(value) and all(isinstance(one, str) and one.strip() for one in value)
    return key in LISTS and texts


def _no_text(key: object, value: object) -> str:
    if key == "share":
        return "a share is part of all accounts, such as 30%"
    if value is None or value == "":
        return f'"{key}" is empty: write it behind the colon'
    return f'"{key}" has to be text: put it in quotes'


def _check_edition(page: Page, known: CommentedMap, at: dict[str, int], name: Name) -> None:
    allowed = (*SAYING, "share") if name.variant and not name.locale else SAYING
    for key, value in known.items():
        if key in allowed and (not isinstance(value, str) or not value.strip()):
            page.report(_no_text(key, value), at[key], str(key))
        elif key not in allowed:
            home = Name(name.mail, name.variant if key == "share" else "").file
            there = f": it is said in {home}, take this line out" if key in (*KEYS, "share") else suggest(key, allowed)
            page.report(f'there is no entry "{key}" here{there}', at[key], str(key))
