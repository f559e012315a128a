"""Previews: made-up people a mail is tried on, kept beside it in `emails/previews/`."""

from collections.abc import Mapping
from typing import Any

from ruamel.yaml.comments import CommentedMap

from emails.fields import Field, Kind, kinds
from emails.page import Page, suggest
from emails.source import line, read_yaml

Context = dict[str, Any]
SENT_WITH: Mapping[str, str] = {
    "links.unsubscribe": "https://example.com/unsubscribe",
    "brand.postal_address": "Cadence Labs, 12 Harbor Street, Suite 300, Portland, OR 97201, USA",
}


def read_previews(path: str, text: str, fields: Mapping[str, Field]) -> dict[str, Context]:
    """Answer the contexts in a file of previews, by name; what a preview does not say is the catalog's example.

    Raises an ExceptionGroup of SyntaxErrors.
    """
    page = Page(path, text)
    written = read_yaml(page, page.text) or CommentedMap()
    known = kinds(fields)
    previews: dict[str, Context] = {}
    for name, told in written.items():
        values = dict(_flat({} if told is None else told, known))
        for unknown in sorted(values.keys() - known):
            at = page.line_of(unknown.rpartition(".")[2], line(written, name))
            page.report(f'there is no field "{unknown}"{suggest(unknown, known)}', at, unknown.rpartition(".")[2])
        previews[str(name)] = _nested(examples(fields) | values)
    if page.mistakes:
        raise ExceptionGroup("the previews have mistakes", page.mistakes)
    return previews


def bare(fields: Mapping[str, Field]) -> Context:
    """Answer the made-up person of whom nothing is known that can be missing; the rest is the catalog's example."""
    return _nested(examples(fields) | {name: field.default for name, field in fields.items() if field.optional})


def examples(fields: Mapping[str, Field]) -> dict[str, object]:
    """Answer an example of every field, by dotted name."""
    return {**SENT_WITH, **{name: field.example for name, field in fields.items()}}


def _flat(told: object, known: Mapping[str, Kind], prefix: str = "") -> list[tuple[str, object]]:
    if not isinstance(told, Mapping) or prefix in known:
        return [(prefix, told)]
    return [
        pair for key, value in told.items() for pair in _flat(value, known, f"{prefix}.{key}" if prefix else str(key))
    ]


def _nested(values: Mapping[str, object]) -> Context:
    context: Context = {}
    for name, value in values.items():
        *groups, last = name.split(".")
        inner = context
        for group in groups:
            inner = inner.setdefault(group, {})
        inner[last] = value
    return context
