"""JSON Schemas: what each kind of file can say, for editors, with the names that a program knows."""

import json
from collections.abc import Callable, Collection, Mapping

from journeys.load import DEFINITIONS, HEALTH, PLAYBOOKS, PROGRAM, SURVEYS, Book
from journeys.reserved import RESERVED
from journeys.schema_journey import journey_schema
from journeys.schema_others import health_schema, playbook_schema, survey_schema
from journeys.schema_parts import Names, Schema
from journeys.schema_program import program_schema

FOLDER = "journeys/schema/"
DRAFT = "http://json-schema.org/draft-07/schema#"
KINDS: Mapping[str, Callable[[Names], Schema]] = {
    "journey": journey_schema,
    "playbook": playbook_schema,
    "program": program_schema,
    "health": health_schema,
    "survey": survey_schema,
}


PLACES: Mapping[str, str] = {
    DEFINITIONS: "journey",
    PLAYBOOKS: "playbook",
    HEALTH: "health",
    SURVEYS: "survey",
}


def kind_of(path: str) -> str:
    """Answer which kind of file stands at a path; nothing if none with a schema."""
    if path == PROGRAM:
        return "program"
    return next((kind for folder, kind in PLACES.items() if path.startswith(folder) and path.endswith(".yaml")), "")


def pointer(path: str) -> str:
    """Answer the first line by which a file tells an editor its schema; nothing for a file that has none."""
    up = "" if path == PROGRAM else "../" * (path.count("/") - 1)
    return f"# yaml-language-server: $schema={up}schema/{kind_of(path)}.json\n" if kind_of(path) else ""


def schemas(book: Book, templates: Mapping[str, str], models: Collection[str]) -> Mapping[str, str]:
    """Answer the text of every schema by its path; `templates` say by name how they are shown; `models` are names."""
    names = _names(book, templates, models)
    return {f"{FOLDER}{kind}.json": _written(schema(names)) for kind, schema in KINDS.items()}


def _names(book: Book, templates: Mapping[str, str], models: Collection[str]) -> Names:
    program = book.program
    return Names(
        moments=sorted(name for name, field in book.catalog.fields.items() if field.type in ("moment", "date")),
        chains=sorted(program.recipients),
        mails=sorted(name for name, shown in templates.items() if shown == "email"),
        prompts=sorted(name for name, shown in templates.items() if shown == "in_app"),
        playbooks=sorted(book.playbooks),
        journeys=sorted(book.journeys),
        webhooks=sorted(program.webhooks),
        events=sorted({*program.events, *RESERVED}),
        links=sorted(program.links),
        segments=[segment.name for segment in program.segments],
        models=sorted(models),
    )


def _written(schema: Schema) -> str:
    return json.dumps({"$schema": DRAFT, **schema}, indent=1, ensure_ascii=False) + "\n"
