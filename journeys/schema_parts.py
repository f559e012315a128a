"""Parts of JSON Schemas (draft 7, which editors know best), each with the words that an editor shows beside it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]

UNIT = "(hour|day|week)s?"
DURATION = rf"^\d{{1,4}} *{UNIT}$"
DASHED = "^[a-z0-9]+(-[a-z0-9]+)*$"
NAME = "^[a-z][a-z0-9_]*$"
DATE = r"^\d{4}-\d\d-\d\d$"
LINK = "^https://[^\\s]+$"


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a program knows: an editor offers them, and forbids no other."""

    moments: Collection[str] = ()
    chains: Collection[str] = ()
    mails: Collection[str] = ()
    prompts: Collection[str] = ()
    playbooks: Collection[str] = ()
    journeys: Collection[str] = ()
    webhooks: Collection[str] = ()
    events: Collection[str] = ()
    links: Collection[str] = ()
    segments: Collection[str] = ()
    models: Collection[str] = ()


def text(meaning: str, *, known: Collection[str] = (), pattern: str = "") -> Schema:
    """Answer a text; the readers take numbers and flags as they are written, unless it has a form."""
    kind: Schema = (
        {"type": "string", "pattern": pattern} if pattern else {"type": ["string", "number", "boolean"], "minLength": 1}
    )
    return {"description": meaning, **kind, **({"examples": list(known)} if known else {})}


def name(meaning: str, pattern: str) -> Schema:
    """Answer a name of one's own: 14 and true are names as they are written, if the form lets a name begin so."""
    return {"description": meaning, "type": ["string", "number", "boolean"], "pattern": pattern}


def condition(meaning: str) -> Schema:
    """Answer a condition: of its language, `tenure check` knows more than a schema can."""
    return text(f"{meaning}. A condition, such as usage.feature_adoption < 20%")


def duration(meaning: str) -> Schema:
    """Answer a length of time."""
    return text(f"{meaning}, such as 2 days or 12 hours", pattern=DURATION)


def choice(meaning: str, values: Collection[str]) -> Schema:
    """Answer one of a few words."""
    return {"description": meaning, "enum": list(values)}


def whole(meaning: str, least: int, most: int) -> Schema:
    """Answer a whole number."""
    return {"description": meaning, "type": "integer", "minimum": least, "maximum": most}


def flag(meaning: str) -> Schema:
    """Answer true or false."""
    return {"description": meaning, "type": "boolean"}


def texts(meaning: str, each: Schema | None = None) -> Schema:
    """Answer a text, or a list of texts."""
    one = each or text("")
    return {"description": meaning, "anyOf": [one, {"type": "array", "items": one}]}


def table(meaning: str, required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """Answer keys with their values, and no others."""
    return {
        "description": meaning,
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def named(meaning: str, each: Schema, pattern: str = NAME) -> Schema:
    """Answer names of one's own, each with a value."""
    return {
        "description": meaning,
        "type": "object",
        "propertyNames": {"pattern": pattern},
        "additionalProperties": each,
    }


def several(meaning: str, each: Schema) -> Schema:
    """Answer a list with at least one entry."""
    return {"description": meaning, "type": "array", "items": each, "minItems": 1}


def one_of(keys: Collection[str]) -> Schema:
    """Answer that exactly one of these keys is there."""
    return {"oneOf": [{"required": [key]} for key in keys]}
