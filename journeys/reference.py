"""The reference page: everything that can be looked at, written down from the catalog itself."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from journeys.catalog import Catalog, Field
from journeys.reserved import RESERVED, Property, Reserved
from journeys.telling import percent

HEAD = """# The catalog: what can be looked at

Written by `tenure catalog --markdown` from the program that ships; a test keeps it true. Conditions and mails may name
every field here, mails also those marked so. *Feed*: whose silence makes the field unknown. *Without it*: what the
field is for an account nobody told us about; a field with nothing there always has a value, unless its feed is silent.
"""


def reference(catalog: Catalog) -> str:
    """Answer the page, in Markdown."""
    parts = [HEAD, *_groups(catalog), _functions(catalog), _events()]
    return "\n".join(parts)


def described(field: Field) -> dict[str, Any]:
    """Answer everything there is to know of a field, as plain values."""
    return {
        "name": field.name,
        "type": field.type,
        "unit": field.unit,
        "formula": field.formula,
        "default": _plain(field.default),
        "optional": field.optional,
        "feed": field.feed,
        "choices": list(field.choices),
        "example": _plain(field.example),
        "in_conditions": field.in_conditions,
    }


def shown(value: object, unit: str = "") -> str:
    """Answer a value as the reference and people write it: `35%`, `yes`, `2027-03-01`."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float() if unit == "share":
            return percent(value)
        case float():
            return f"{value:g}"
        case date():
            return value.isoformat()
        case list():
            return "; ".join(shown(item) for item in value[:2]) + (" …" if len(value) > 2 else "")
        case Mapping():
            return ", ".join(f"{key}: {shown(item)}" for key, item in value.items())
        case _:
            return str(value)


def _groups(catalog: Catalog) -> Iterator[str]:
    fields = sorted(catalog.fields.values(), key=lambda field: field.name.partition(".")[0])
    for name, group in groupby(fields, key=lambda field: field.name.partition(".")[0]):
        yield f"## {name}\n"
        yield _table(("field", "type", "meaning", "feed", "without it", "example"), (_row(field) for field in group))


def _row(field: Field) -> tuple[str, ...]:
    kind = field.type + (f", {field.unit}" if field.unit else "")
    without = shown(field.default, field.unit) if field.default is not None else "unknown" if field.optional else ""
    meaning = field.formula + ("" if field.in_conditions else " (mails only)")
    if field.choices:
        meaning += f". One of: {', '.join(field.choices)}"
    return f"`{field.name}`", kind, meaning, field.feed, without, f"`{shown(field.example, field.unit)}`"


def _functions(catalog: Catalog) -> str:
    rows = ((f"`{one.example}`", one.type, one.formula) for one in catalog.functions.values())
    return "## Questions with arguments\n\n" + _table(("for example", "type", "meaning"), rows)


def _events() -> str:
    head = (
        "## Reserved events\n\nTenure understands these, over the API (`track`), by CSV and from webhooks; "
        "**bold** properties are needed.\n\n"
    )
    return head + _table(("event", "feed", "meaning", "properties"), (_event(one) for one in RESERVED.values()))


def _event(event: Reserved) -> tuple[str, ...]:
    properties = ", ".join(_property(name, rule) for name, rule in event.properties.items())
    return f"`{event.name}`", event.feed, event.meaning, properties


def _property(name: str, rule: Property) -> str:
    if rule.kind == "number":
        kind = "number" if rule.most > 1000 else f"{rule.least:g} to {rule.most:g}"
    else:
        kind = "/".join(rule.choices) or rule.kind
    return f"{f'**{name}**' if rule.required else name} ({kind})"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
