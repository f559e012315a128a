"""Reads the file of a mail: front matter (what it is about) and a body in Markdown."""

from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from emails.page import Page, suggest
from emails.slips import unreadable

KEYS = ("subject", "preheader", "topic", "channel")
CHANNELS = ("email", "in_app")
_FENCE = "---"


@dataclass(frozen=True, slots=True)
class Source:
    """A mail as it was written. `at` says on which line of the file each entry and the body begin."""

    page: Page
    entries: dict[str, str]
    body: str
    at: dict[str, int]

    @property
    def channel(self) -> str:
        """Where it is shown: email or in_app."""
        return self.entries.get("channel", "email")


def read_source(page: Page) -> Source | None:
    """Answer the mail on the page; None if its front matter cannot be read. Mistakes are reported to the page."""
    lines = page.lines
    if lines[0].strip() != _FENCE or _FENCE not in (line.strip() for line in lines[1:]):
        page.report("a mail begins with its front matter: subject, preheader and topic between two lines of ---", 1)
        return None
    end = 1 + [line.strip() for line in lines[1:]].index(_FENCE)
    known = read_yaml(page, "\n".join(lines[1:end]), first_line=2)
    if known is None:
        return None
    at = {key: line(known, key, first_line=2) for key in known} | {"body": end + 2}
    entries = {key: " ".join(value.split()) for key, value in known.items() if isinstance(value, str)}
    _check(page, known, at)
    return Source(page, entries, "\n".join(lines[end + 1 :]), at)


def read_yaml(page: Page, text: str, first_line: int = 1) -> CommentedMap | None:
    """Answer the mapping written in a part of the page; None, and a mistake reported, if there is none."""
    try:
        known: Any = YAML(typ="rt").load(text)
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
        if key not in KEYS:
            page.report(f'there is no entry "{key}"{suggest(str(key), KEYS)}', at[key], str(key))
        elif not isinstance(value, str) or not value.strip():
            page.report(f'"{key}" has to be text, in quotes if it contains {{ }}', at[key], str(key))
        elif key == "channel" and value not in CHANNELS:
            page.report(f'there is no channel "{value}"{suggest(value, CHANNELS)}', at[key], value)
    needed = ("subject", "topic") if known.get("channel") == "in_app" else ("subject", "preheader", "topic")
    for key in needed:
        if key not in known:
            page.report(f'"{key}" is missing: add `{key}: …` to the front matter', 1)
