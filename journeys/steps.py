"""The steps of a journey's file, read into values; every mistake is collected."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from journeys.choices import read_choices
from journeys.days import refuse_days
from journeys.definition import DOUBTS, END, Doubt, Late, Step
from journeys.document import Listing, Table
from journeys.durations import duration
from journeys.section import Section
from journeys.start import Start
from journeys.vocabulary import Vocabulary

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_steps(journey: Section, words: Vocabulary, to: str, late: Late | None, start: Start) -> tuple[Step, ...]:
    """The steps, in order; `to` and `late` are what the journey says for steps that do not say it themselves."""
    sections = journey.items("steps")
    if isinstance(journey.value("steps"), Listing) and not sections:
        journey.mistake("steps", "a journey needs at least one step")
    steps = tuple(_step(section, words, to, late) for section in sections)
    _refuse_repeated_ids(sections, steps)
    refuse_days(sections, start)
    return steps


def read_late(section: Section, words: Vocabulary) -> Late | None:
    """What `late:` says: how late a step may be, and what happens otherwise; None if nothing is said."""
    late = section.section("late", required=False)
    if late is None:
        return None
    within = late.duration("within")
    if duration(late.text("within", "")) == timedelta(0):
        late.mistake("within", "a step that may not be late at all never happens: give it an hour at least")
    otherwise = _otherwise(late, words)
    late.close()
    return Late(within, *otherwise)


def _otherwise(late: Section, words: Vocabulary) -> tuple[Literal["skip", "send", "handoff"], str | None]:
    if isinstance(late.value("otherwise"), Table) and (instead := late.section("otherwise")):
        playbook = words.playbook(instead, "handoff")
        instead.close()
        return "handoff", playbook
    said = late.choice("otherwise", ("skip", "send", "{handoff: a-playbook}"))
    return ("send" if said == "send" else "skip"), None


def _step(section: Section, words: Vocabulary, to: str, late: Late | None) -> Step:
    step_id = section.text("id")
    section.name = f'step "{step_id}"' if step_id else section.name
    to = words.chain(section, "to", to)
    step = Step(
        id=step_id,
        day=section.whole("day"),
        when=words.condition(section, "when", to=to),
        unless=words.condition(section, "unless", to=to),
        awaited=words.awaited(section, to),
        to=to,
        late=read_late(section, words) or late or _never_said(section),
        choices=(),
    )
    step = replace(step, choices=read_choices(section, words, step.to), doubt=_doubt(section))
    if "doubt" in section and not step.mails:
        section.mistake("doubt", "only a mail can be in doubt, and this step sends none: leave it out")
    section.close()
    return step


def _doubt(section: Section) -> Doubt:
    said = section.choice("doubt", DOUBTS, "hold")
    return next((doubt for doubt in DOUBTS if doubt == said), "hold")


def _never_said(section: Section) -> Late:
    section.mistakes.add(
        section.place,
        f"{section.name} does not say how late it may be: give it, or the whole journey, "
        "`late: {within: 2 days, otherwise: skip}`",
    )
    return Late(timedelta(days=1))


def _refuse_repeated_ids(sections: list[Section], steps: tuple[Step, ...]) -> None:
    lines: dict[str, int] = {}
    for section, step in zip(sections, steps, strict=True):
        if step.id in lines:
            section.mistake("id", f'there is a step "{step.id}" already, on line {lines[step.id]}')
        elif step.id == END or (step.id and not NAME.fullmatch(step.id)):
            section.mistake("id", f'"{step.id}" cannot be an id: small letters, digits and dashes, and not "{END}"')
        if step.id:
            lines.setdefault(step.id, section.where("id").line)
