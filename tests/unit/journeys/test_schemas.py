"""The JSON Schemas for editors: they know what the readers know, of every kind of file."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Any

import pytest
from jsonschema_rs import Draft7Validator

from console.program_files import SHIPPED, read_program
from emails.library import channels
from journeys.catalog import words_of
from journeys.document import Listing, Scalar, Value, read_document
from journeys.health_file import read_model
from journeys.journey_file import read_journey
from journeys.load import read_book
from journeys.mistakes import Mistakes
from journeys.playbook import read_playbook
from journeys.program import draft_program
from journeys.schemas import kind_of, pointer, schemas
from journeys.survey_file import read_surveys
from tests.unit.journeys.stage import book

WAY_OUT = "write it again: tenure schema"
JOURNEY = """\
title: A test
kind: adoption
starts: {event: payment failed}
occurrence: each
again: {after: 90 days}
priority: 50
to: admins
late: {within: 4 days, otherwise: {handoff: low-adoption}}
send: {from: 8:00, until: "18:00", weekdays: [monday], holidays: [public, 2026-12-24]}
steps:
  - {id: paid, day: 0, wait_for: {event: payment succeeded, within: 2 days}}
  - {id: mail, day: 1, when: account.trial, email: onboarding/welcome}
  - id: fork
    day: 2
    choose:
      - {when: account.seats > 5, handoff: low-adoption}
      - else: {in_app: onboarding/core-workflow-tour}
"""
JOURNEY_PATH = "journeys/definitions/test.yaml"


@cache
def files() -> Mapping[str, str]:
    return {**read_program(), JOURNEY_PATH: JOURNEY}


@cache
def written() -> Mapping[str, str]:
    """The schemas of the program that ships, as the command writes them."""
    found = read_program()
    models = [PurePosixPath(path).stem for path in found if path.startswith("journeys/health/")]
    return schemas(read_book(found, None), channels(found), models)


@cache
def validator(kind: str) -> Draft7Validator:
    return Draft7Validator(json.loads(written()[f"journeys/schema/{kind}.json"]))


def plain(value: Value) -> Any:
    """What an editor's YAML makes of it."""
    if isinstance(value, Scalar):
        return value.value
    if isinstance(value, Listing):
        return [plain(item) for item in value.items]
    return {key: plain(item) for key, item in value.entries.items()}


def fits(path: str, text: str) -> list[str]:
    found = validator(kind_of(path)).iter_errors(plain(read_document(text, path)))
    return [f"{path} {list(error.instance_path)}: {error.message}" for error in found]


def test_the_schemas_that_ship_are_written_from_the_readers() -> None:
    assert {path: (SHIPPED / path).read_text("utf-8") for path in written()} == dict(written()), WAY_OUT


def test_every_file_that_ships_fits_its_schema() -> None:
    assert [line for path, text in files().items() if kind_of(path) for line in fits(path, text)] == []


def test_every_file_that_ships_tells_an_editor_its_schema() -> None:
    wrong = [path for path, text in read_program().items() if not text.startswith(pointer(path))]
    assert wrong == [], f"{WAY_OUT} --comment"


PLAYBOOK, HEALTH, SURVEY = (
    "journeys/playbooks/low-adoption.yaml",
    "journeys/health/standard.yaml",
    "journeys/surveys/nps.yaml",
)
PROGRAM = "journeys/program.yaml"


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (JOURNEY_PATH, "title: A test\n", ""),
        (JOURNEY_PATH, "kind: adoption", "kind: adopting"),
        (JOURNEY_PATH, "priority: 50", "priority: high"),
        (JOURNEY_PATH, "priority: 50", "priority: 500"),
        (JOURNEY_PATH, "starts: {event: payment failed}", "starts: {event: x, when: y}"),
        (JOURNEY_PATH, "starts: {event: payment failed}", "starts: {every: week}"),
        (JOURNEY_PATH, "occurrence: each", "occurrence: sometimes"),
        (JOURNEY_PATH, "again: {after: 90 days}", "again: 90 days"),
        (JOURNEY_PATH, "within: 4 days", "within: a while"),
        (JOURNEY_PATH, "otherwise: {handoff: low-adoption}", "otherwise: forget"),
        (JOURNEY_PATH, "weekdays: [monday]", "weekdays: [mo]"),
        (JOURNEY_PATH, "[public, 2026-12-24]", "[public, christmas]"),
        (JOURNEY_PATH, "id: paid, day: 0", "id: Paid!, day: 0"),
        (JOURNEY_PATH, "id: paid, day: 0", "id: paid"),
        (JOURNEY_PATH, "id: paid, day: 0", "id: paid, day: first"),
        (JOURNEY_PATH, "within: 2 days}}", "within: 2 days}, email: a, in_app: b}"),
        (JOURNEY_PATH, "{event: payment succeeded, within: 2 days}", "{event: payment succeeded}"),
        (JOURNEY_PATH, ", email: onboarding/welcome", ""),
        (JOURNEY_PATH, "email: onboarding/welcome", "mail: onboarding/welcome"),
        (JOURNEY_PATH, "{when: account.seats > 5, ", "{"),
        (JOURNEY_PATH, "else: {in_app: onboarding/core-workflow-tour}", "else: onboarding/core-workflow-tour"),
        (PLAYBOOK, "priority: high", "priority: urgent"),
        (PLAYBOOK, "due: 2 business days", "due: soon"),
        (PLAYBOOK, "owner: csm\n", ""),
        (HEALTH, "points: 40", "points: many"),
        (HEALTH, "bands: {healthy: 80,", "bands: {healthy: 180,"),
        (HEALTH, "    green:", "    grün:"),
        (SURVEY, "scale: 0 to 10", "scale: ten"),
        (SURVEY, "optional: true", "optional: maybe"),
        (PROGRAM, "email: hello@cadence.example", "email: hello at cadence"),
        (PROGRAM, "currency: USD", "currency: dollars"),
        (PROGRAM, "from: 9:00", "from: morning"),
        (PROGRAM, "holidays: [public,", "holidays: [pubic,"),
        (PROGRAM, "silent_after: never", "silent_after: sometimes"),
        (PROGRAM, "admins: [admin,", "admins: [boss,"),
        (PROGRAM, "    kind: churn", "    kind: chrun"),
        (PROGRAM, "    setup: true", "    setup: often"),
        (PROGRAM, "type: flag", "type: bool"),
    ],
)  # fmt: skip
def test_an_editor_marks_what_the_readers_would_refuse(path: str, before: str, after: str) -> None:
    assert before in files()[path]
    broken = files()[path].replace(before, after, 1)
    assert fits(path, broken)
    assert refusals(path, broken)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [(JOURNEY_PATH, "id: paid", "id: 14"), (JOURNEY_PATH, "id: paid", "id: true"), (SURVEY, "id: comment", "id: true")],
)
def test_an_editor_marks_no_name_that_the_readers_take(path: str, before: str, after: str) -> None:
    assert before in files()[path]
    named = files()[path].replace(before, after, 1)
    assert (fits(path, named), refusals(path, named)) == ([], [])


@pytest.mark.parametrize(
    ("path", "where", "steps"),
    [
        (JOURNEY_PATH, "title: A test", ""),
        (JOURNEY_PATH, "{after: 90 days", "again.anyOf.0"),
        (JOURNEY_PATH, "{event: payment failed", "starts.anyOf.1"),
        (JOURNEY_PATH, "{within: 4 days", "late"),
        (JOURNEY_PATH, "{from: 8:00", "send"),
        (JOURNEY_PATH, "{id: mail", "steps.items"),
        (JOURNEY_PATH, "{event: payment succeeded", "steps.items.wait_for"),
        (JOURNEY_PATH, "{when: account.seats > 5", "steps.items.choose.items.anyOf.0"),
        (JOURNEY_PATH, "{in_app: onboarding/core-workflow-tour", "steps.items.choose.items.anyOf.1.else"),
        (PLAYBOOK, "owner: csm", ""),
        (HEALTH, "title: Standard", ""),
        (HEALTH, "    points: 40", "components.*"),
        (SURVEY, "event: nps answered", ""),
        (SURVEY, "    scale: 0 to 10", "questions.items"),
        (PROGRAM, "  company: Cadence Labs", "product"),
        (PROGRAM, "  name: Maya from Cadence", "sender"),
        (PROGRAM, "  from: 9:00", "send"),
        (PROGRAM, "    silent_after: never", "feeds.*"),
        (PROGRAM, "    title: Boards", "features.*"),
        (PROGRAM, "    event: project created", "milestones.*"),
        (PROGRAM, "    link: boards\n\n# Counts", "checklist.items"),
        (PROGRAM, "    type: flag", "traits.*"),
        (PROGRAM, "    kind: advocacy", "signals.*"),
    ],
)  # fmt: skip
def test_a_schema_knows_every_key_that_a_reader_knows(path: str, where: str, steps: str) -> None:
    """A key that nobody knows is put beside others: what the reader offers instead is what the schema has."""
    line = where.partition("\n")[0]
    comma = f"{line}, zzz: 1" if line.startswith("{") else f"{line}\n{' ' * (len(line) - len(line.lstrip()))}zzz: 1"
    assert where in files()[path]
    told = refusals(path, files()[path].replace(where, where.replace(line, comma), 1))
    offered = next(filter(None, (message.partition("it can have: ")[2] for message in told)))
    assert properties(path, steps) ^ set(offered.split(", ")) == ELSEWHERE.get((path, steps), set())


# What a reader asks about only in order to say where it belongs, or only where it makes sense.
ELSEWHERE: Mapping[tuple[str, str], set[str]] = {
    (JOURNEY_PATH, "send"): {"gap", "pace", "warm_up"},
    (JOURNEY_PATH, "steps.items.choose.items.anyOf.0"): {"else"},
    (SURVEY, "questions.items"): {"several", "other"},
}


def refusals(path: str, text: str) -> list[str]:
    """What the readers say against a file."""
    try:
        _read(path, text)
    except ExceptionGroup as group:
        return [str(error.args[0]) for error in group.exceptions]
    return []


def _read(path: str, text: str) -> None:
    mistakes, program = Mistakes(), book().program
    match kind_of(path):
        case "journey":
            read_journey(text, path, program, None, book().playbooks)
        case "playbook":
            read_playbook(text, path)
        case "program":
            draft_program(text, path, mistakes)
        case "health":
            read_model(text, path, words_of(program), mistakes)
        case _:
            read_surveys({path: text}, program.feeds, mistakes)
    mistakes.stop_if_any(path)


def properties(path: str, steps: str) -> set[str]:
    """The keys that the schema has at a place."""
    node = json.loads(written()[f"journeys/schema/{kind_of(path)}.json"])
    for step in filter(None, steps.split(".")):
        if step == "*":
            node = node["additionalProperties"]
        elif step.isdigit():
            node = node[int(step)]
        else:
            node = node[step] if step in ("items", "anyOf") else node["properties"][step]
    return set(node["properties"])
