"""A journey's file: YAML to a Journey, or every mistake in it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Literal, cast

from journeys.catalog import Catalog
from journeys.conditions import Condition
from journeys.definition import Email, InApp, Journey, Step
from journeys.document import read_document
from journeys.mistakes import Mistakes
from journeys.needs import Need
from journeys.playbook import Playbook
from journeys.program import Program
from journeys.section import Section
from journeys.steps import read_late, read_steps
from journeys.vocabulary import Vocabulary
from journeys.window import Window


def read_journey(
    text: str,
    path: str,
    program: Program,
    templates: Collection[str] | None,
    playbooks: Mapping[str, Playbook] | Collection[str],
) -> Journey:
    """The journey that the file says; its name is the file's. Raises an ExceptionGroup of SyntaxErrors: all mistakes.

    `templates` and `playbooks` are what it may name; templates None: theirs are not judged. Playbooks by name also tell
    whether they silence it; of names alone, all do.
    """
    known = playbooks if isinstance(playbooks, Mapping) else dict.fromkeys(playbooks)
    return read_journey_with(text, path, Vocabulary(program, Catalog(program), templates, known))


def read_journey_with(text: str, path: str, words: Vocabulary) -> Journey:
    """The journey that the file says, in these words. Raises an ExceptionGroup of SyntaxErrors."""
    mistakes = Mistakes()
    section = Section(read_document(text, path), mistakes, "the journey")
    journey = _journey(PurePosixPath(path).stem, section, words)
    section.close()
    mistakes.stop_if_any(f"{path} has mistakes")
    return journey


def _journey(name: str, section: Section, words: Vocabulary) -> Journey:
    to, late = words.chain(section, "to", ""), read_late(section, words)
    conditions = {key: words.condition(section, key) for key in ("for", "leave", "goal")}
    steps = read_steps(section, words, to, late)
    return Journey(
        name=name,
        title=section.text("title"),
        priority=_priority(section),
        audience=conditions["for"],
        starts=words.moment(section, "starts"),
        occurrence=cast('Literal["once"]', section.choice("occurrence", ("once",), "once")),
        leave=conditions["leave"],
        goal=conditions["goal"],
        late=late,
        steps=steps,
        window=words.program.window if words.program else Window(),
        recipients=words.recipients,
        silenced_by=words.silencers(name),
        needs=_needs(*conditions.values(), *_asked(steps)),
        templates=frozenset(_templates(steps)),
    )


def _priority(section: Section) -> int:
    priority = section.whole("priority")
    if "priority" in section and not 1 <= priority <= 100:
        section.mistake("priority", "priority is a whole number from 1 to 100; the higher one speaks first")
    return priority


def _needs(*conditions: Condition | None) -> frozenset[Need]:
    return frozenset(need for condition in conditions if condition for need in condition.needs)


def _asked(steps: Iterable[Step]) -> Iterator[Condition | None]:
    for step in steps:
        yield from (step.when, step.unless, *(choice.when for choice in step.choices))


def _templates(steps: Iterable[Step]) -> Iterator[str]:
    actions = (choice.action for step in steps for choice in step.choices)
    return (action.template for action in actions if isinstance(action, Email | InApp))
