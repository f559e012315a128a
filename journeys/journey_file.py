"""A journey's file: YAML to a Journey, or every mistake in it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Literal

from journeys.catalog import Catalog
from journeys.conditions import Condition
from journeys.definition import Email, InApp, Journey, Step
from journeys.document import read_document
from journeys.mistakes import Mistakes
from journeys.needs import Need
from journeys.playbook import Playbook
from journeys.program import Program
from journeys.program_mail import read_window
from journeys.section import Section
from journeys.start import Start, TraitStart
from journeys.steps import read_late, read_steps, whole_number
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
    title, starts = section.text("title"), words.start(section, "starts")
    audience, leave, goal = (words.condition(section, key) for key in ("for", "leave", "goal"))
    priority, to, late = _priority(section), words.chain(section, "to", ""), read_late(section, words)
    steps = read_steps(section, words, to, late)
    return Journey(
        name=name,
        title=title,
        priority=priority,
        audience=audience,
        starts=starts,
        occurrence=_occurrence(section, starts),
        leave=leave,
        goal=goal,
        late=late,
        steps=steps,
        window=_window(section, words.program.window if words.program else Window()),
        recipients=words.recipients,
        silenced_by=words.silencers(name),
        needs=_needs(audience, leave, goal, *_asked(steps)) | starts.needs,
        templates=frozenset(_templates(steps)),
    )


def _occurrence(section: Section, starts: Start) -> Literal["once", "each"]:
    said = section.choice("occurrence", ("once", "each"), "once")
    if said == "each" and isinstance(starts, TraitStart):
        section.mistake("occurrence", "each is for what happens again and again: write `starts: {event: …}` to have it")
    return "each" if said == "each" else "once"


def _priority(section: Section) -> int:
    priority = section.whole("priority")
    if whole_number(section, "priority") is not None and not 1 <= priority <= 100:
        section.mistake("priority", "priority is a whole number from 1 to 100; the higher one speaks first")
    return priority


def _window(section: Section, company: Window) -> Window:
    """The company's send window, or the journey's own; the company's holidays hold for both."""
    if "send" not in section:
        return company
    own = read_window(section)
    return replace(own, holidays=own.holidays | company.holidays, public=own.public or company.public)


def _needs(*conditions: Condition | None) -> frozenset[Need]:
    return frozenset(need for condition in conditions if condition for need in condition.needs)


def _asked(steps: Iterable[Step]) -> Iterator[Condition | None]:
    for step in steps:
        yield from (step.when, step.unless, *(choice.when for choice in step.choices))


def _templates(steps: Iterable[Step]) -> Iterator[str]:
    actions = (choice.action for step in steps for choice in step.choices)
    return (action.template for action in actions if isinstance(action, Email | InApp))
