"""YAML as plain as people write it: names and values. What only makes a reader run for ever is a mistake."""

import re
from contextlib import suppress

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    NodeEvent,
    ScalarEvent,
)

from emails.bounds import unseen
from emails.page import Page

DEEPEST = 20
UNWRITABLE = re.compile(r"[\x00\ud800-\udfff]")  # no database or provider takes these


def is_plain(page: Page, text: str, first_line: int = 1) -> bool:
    """Answer whether the text is; what is not is reported to the page. Raises YAMLError for what is no YAML."""
    depth = documents = 0
    for event in YAML(typ="rt").parse(text):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        documents += isinstance(event, DocumentStartEvent)
        message = _strange(event) or (depth > DEEPEST and "this is nested too deeply") or ""
        if message or documents > 1:
            mark = event.start_mark
            page.report(message or "--- ends the entries here", mark.line + first_line, column=mark.column + 1)
            return False
    return True


def _strange(event: Event) -> str:
    if isinstance(event, AliasEvent):
        return f"*{event.anchor} stands for something said elsewhere: say it here, or put the text in quotes"
    if isinstance(event, NodeEvent) and event.anchor:
        return f"&{event.anchor} cannot begin a text: put the whole text in quotes"
    if getattr(event, "tag", None):
        return "! cannot begin a text: put the whole text in quotes"
    if isinstance(event, ScalarEvent) and event.value == "<<":
        return "<< cannot be used here"
    if isinstance(event, ScalarEvent) and (found := UNWRITABLE.search(event.value)):
        return unseen(found[0])
    if isinstance(event, ScalarEvent) and event.style is None and not _is_possible(event.value):
        return "there is no such day or number: write another, or put it in quotes"
    return ""


def _is_possible(written: str) -> bool:
    """Answer whether a value that looks like a day or a number is one that there can be."""
    if written.lstrip("+-")[:1].isdecimal():
        with suppress(YAMLError):
            try:
                YAML(typ="rt").load(written)
            except ValueError:  # February 30, or a number of thousands of digits
                return False
    return True
