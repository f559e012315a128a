"""Previews: made-up people a mail is tried on, kept beside it in `emails/previews/`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ruamel.yaml.comments import CommentedMap

from emails.fields import Field, Kind, instead_of, kinds
from emails.page import Page
from emails.source import line, read_yaml
from emails.syntax import noun

Context = dict[str, Any]
TYPES: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("text", "link"), (str,)),
    **dict.fromkeys(("number", "share", "money"), (int, float)),
    **dict.fromkeys(("date", "moment"), (date,)),
    "flag": (bool,),
}
SENT_WITH: Mapping[str, str] = {
    "links.unsubscribe": "https://example.com/unsubscribe",
    "brand.postal_address": "Cadence Labs, 12 Harbor Street, Suite 300, Portland, OR 97201, USA",
}

SOMEBODY = "a made-up person: below the name stand groups of fields, as in `contact: {first_name: Ada}`"


def read_previews(path: str, text: str, fields: Mapping[str, Field]) -> dict[str, Context]:
    """Answer the contexts in a file of previews, by name; what a preview does not say is the catalog's example.

    Raises an ExceptionGroup of SyntaxErrors.
    """
    page = Page(path, text)
    written = read_yaml(page, page.text) or CommentedMap()
    known = kinds(fields)
    previews: dict[str, Context] = {}
    for name, told in written.items():
        if told is not None and not isinstance(told, Mapping):
            page.report(f'"{name}" is {SOMEBODY}', line(written, name), str(name))
            continue
        values = dict(_flat(told or {}, known))
        for unknown in sorted(values.keys() - known):
            at = page.line_of(unknown.rpartition(".")[2], line(written, name))
            page.report(f'there is no field "{unknown}"{instead_of(unknown, known)}', at, unknown.rpartition(".")[2])
        for field in values.keys() & known:
            if wanted := _unfit(values[field], known[field]):
                word = field.rpartition(".")[2]
                page.report(f'"{field}" is {wanted}', page.line_of(word, line(written, name)), word)
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


def _unfit(value: object, kind: Kind) -> str:
    """Answer what the value should be, if it is something else; nothing if it fits, or is said to be missing."""
    if value is None:
        return "" if kind.optional or kind.default is not None else "never missing: give it a value"
    if kind.type == "list":
        names = sorted(kind.items)
        needed = {name for name in names if not kind.items[name].optional}
        rows = value if isinstance(value, list) else [None]
        fits = all(isinstance(row, Mapping) and needed <= row.keys() <= kind.items.keys() for row in rows)
        return "" if fits or not names else f"a list, and each item has {', '.join(names)}"
    accepted = TYPES[kind.type]
    fits = isinstance(value, accepted) and (bool in accepted or not isinstance(value, bool))
    return "" if fits else noun(kind.type)


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
