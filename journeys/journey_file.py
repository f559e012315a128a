"""A journey's file: YAML to a Journey, or every mistake in it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from journeys.caps import NO_CAPS
from journeys.catalog import Catalog
from journeys.days import whole_number
from journeys.definition import EXPECTED, KINDS, Journey
from journeys.document import read_document
from journeys.journey_needs import needs_of, said_by
from journeys.manners import NO_MANNERS, Manner, Taste, compile_taste
from journeys.mistakes import Mistakes
from journeys.playbook import Playbook
from journeys.program import Program
from journeys.program_mail import budget_of, read_window
from journeys.section import Section
from journeys.start_file import read_churned, read_start
from journeys.starter import starter_needs
from journeys.steps import read_late, read_steps
from journeys.vocabulary import Vocabulary
from journeys.window import Window

# What stands under `send` for the whole company.
COMPANYS = {"gap": "is one", "caps": "are the same", "pace": "is one", "warm_up": "is one"}
EXPANSION = "expansion"  # the one kind that is a matter of taste as a whole


def read_journey(
    text: str,
    path: str,
    program: Program,
    templates: Collection[str] | None,
    playbooks: Mapping[str, Playbook] | Collection[str],
    manners: Mapping[str, Manner] = NO_MANNERS,
) -> Journey:
    """The journey that the file says; its name is the file's. Raises an ExceptionGroup of SyntaxErrors: all mistakes.

    `templates` and `playbooks` are what it may name; templates None: theirs are not judged. Playbooks by name also tell
    whether they silence it; of names alone, all do. `manners` say of mails when they may be said.
    """
    known = playbooks if isinstance(playbooks, Mapping) else dict.fromkeys(playbooks)
    catalog = Catalog(program)
    taste = compile_taste(program.taste, catalog, Mistakes())  # the program was judged before
    return read_journey_with(text, path, Vocabulary(program, catalog, templates, known, manners, taste))


def read_journey_with(text: str, path: str, words: Vocabulary) -> Journey:
    """The journey that the file says, in these words. Raises an ExceptionGroup of SyntaxErrors."""
    mistakes = Mistakes()
    section = Section(read_document(text, path), mistakes, "the journey")
    journey = _journey(PurePosixPath(path).stem, section, words)
    section.close()
    mistakes.stop_if_any(f"{path} has mistakes")
    return journey


def _journey(name: str, section: Section, words: Vocabulary) -> Journey:
    title, kind = section.text("title"), section.choice("kind", KINDS)
    starts, occurrence = read_start(section, words)
    audience, leave, goal = (words.condition(section, key) for key in ("for", "leave", "goal"))
    priority, to, late = _priority(section), words.chain(section, "to", ""), read_late(section, words)
    steps = read_steps(section, words, to, late, starts)
    company = words.program if kind not in EXPECTED else None
    gap, caps = (company.gap, company.caps) if company else (None, NO_CAPS)
    taste = _taste(section, words, kind)
    asked_of = starter_needs(starts, steps, words.recipients)
    return Journey(
        name=name,
        title=title,
        kind=kind,
        priority=priority,
        audience=audience,
        starts=starts,
        occurrence=occurrence,
        churned=read_churned(section, kind),
        leave=leave,
        goal=goal,
        late=late,
        taste=taste,
        gap=gap or None,
        caps=caps,
        budget=budget_of(section),
        steps=steps,
        window=_window(section, words.program.window if words.program else Window()),
        recipients=words.recipients,
        silenced_by=words.silencers(name),
        needs=needs_of((audience, leave, goal), steps, taste, gap, caps) | starts.needs | asked_of,
        templates=frozenset(action.template for action in said_by(steps)),
    )


def _priority(section: Section) -> int:
    priority = section.whole("priority")
    if whole_number(section, "priority") is not None and not 1 <= priority <= 100:
        section.mistake("priority", "priority is a whole number from 1 to 100; the higher one speaks first")
    return priority


def _window(section: Section, company: Window) -> Window:
    """The company's send window, or the journey's own; the company's holidays hold for both."""
    if "send" not in section:
        return company
    if send := section.section("send"):
        for key, verb in COMPANYS.items():
            if key in send:
                message = f"the {key} {verb} for all journeys: say it in program.yaml, under send"
                send.mistakes.add(send.where_key(key), message)
        if "budget" in send:
            send.mistakes.add(send.where_key("budget"), "a journey's own budget stands beside its title: `budget: 200`")
    own = read_window(section)
    return replace(own, holidays=own.holidays | company.holidays, public=own.public or company.public)


def _taste(section: Section, words: Vocabulary, kind: str) -> tuple[Taste, ...]:
    """What the kind of the journey asks of whatever it does: expansion is earned."""
    if kind != EXPANSION:
        return ()
    if words.program and all(rule.name != EXPANSION for rule in words.program.taste):
        section.mistake("kind", "expansion is earned: say under `taste` of program.yaml when, `expansion: CONDITION`")
    return (words.taste[EXPANSION],) if EXPANSION in words.taste else ()
