"""The program: what a company says success means for its product, read from its file."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from journeys.catalog import words_of
from journeys.document import read_document
from journeys.expression import compile_expression
from journeys.health_choice import read_health
from journeys.mistakes import Mistakes
from journeys.program_caps import read_caps, read_gap
from journeys.program_events import complain_of_unheard, read_activity, read_feeds, read_logins
from journeys.program_in_app import read_in_app
from journeys.program_mail import (
    read_budget,
    read_links,
    read_operators,
    read_product,
    read_recipients,
    read_sender,
    read_window,
)
from journeys.program_pace import read_pace
from journeys.program_success import (
    read_checklist,
    read_features,
    read_metrics,
    read_milestones,
    read_savings,
    read_traits,
)
from journeys.program_webhooks import read_webhooks
from journeys.section import Section
from journeys.signal import read_signals, read_states
from journeys.success import Program, Segment
from journeys.survey_file import read_surveys
from journeys.taste import read_taste

__all__ = ["Program", "draft_program", "read_program"]

OTHERWISE = "otherwise"
NONE: Mapping[str, str] = {}


def read_program(text: str, path: str, models: Mapping[str, str] = NONE) -> Program:
    """Answer the program that the YAML `text` of the file `path` describes, with the health `models` (text by path).

    Raises an ExceptionGroup of SyntaxErrors: every mistake in it, each with its place.
    """
    mistakes = Mistakes()
    program = draft_program(text, path, mistakes, models)
    mistakes.stop_if_any(f"{path} has mistakes")
    return cast(Program, program)  # nothing was wrong, so there is one


def draft_program(
    text: str, path: str, mistakes: Mistakes, models: Mapping[str, str] = NONE, surveys: Mapping[str, str] = NONE
) -> Program | None:
    """Answer as much of the program as can be read, adding what is wrong to `mistakes`; nothing if it is no YAML.

    Never to be run: it is there so that journeys can be judged while the program has mistakes of its own.
    """
    try:
        section = Section(read_document(text, path), mistakes, "the program")
    except ExceptionGroup as group:
        mistakes.include(group)
        return None
    program = _read(section)
    program = replace(program, surveys=read_surveys(surveys, program.feeds, mistakes))
    program = replace(program, segments=_read_segments(section, program))
    program = replace(program, health=read_health(section, words_of(program), models))
    program = replace(program, signals=read_signals(section), states=read_states(section))
    program = replace(program, taste=read_taste(section))
    words_of(program, mistakes)
    section.close()
    return program


def _read(section: Section) -> Program:
    links = read_links(section)
    feeds = read_feeds(section)
    complain_of_unheard(section, feeds)
    features = read_features(section, links)
    activity = read_activity(section, features)
    return Program(
        product=read_product(section),
        sender=read_sender(section),
        operators=read_operators(section),
        window=read_window(section),
        gap=read_gap(section),
        caps=read_caps(section),
        pace=read_pace(section),
        budget=read_budget(section),
        webhooks=read_webhooks(section),
        features=features,
        milestones=read_milestones(section),
        checklist=read_checklist(section, links),
        metrics=read_metrics(section),
        savings=read_savings(section),
        activity=activity,
        logins=read_logins(section, activity),
        traits=read_traits(section),
        recipients=read_recipients(section),
        feeds=feeds,
        links=links,
        in_app=read_in_app(section),
    )


def _read_segments(section: Section, program: Program) -> tuple[Segment, ...]:
    """Read `segments`, whose rules may look at anything but the segment itself."""
    segments = section.section("segments")
    if segments is None:
        return ()
    names = segments.names
    if not names or segments.text(names[-1]) != OTHERWISE:
        segments.mistake(names[-1] if names else "", f"the last segment takes the rest: write `smb: {OTHERWISE}`")
    return tuple(_segment(segments, name, program, last=name == names[-1]) for name in names)


def _segment(segments: Section, name: str, program: Program, *, last: bool) -> Segment:
    rule = segments.text(name)
    if rule == OTHERWISE:
        if not last:
            segments.mistake(name, f"{OTHERWISE} takes everybody: it can only be the last segment")
        return Segment(name, rule, lambda _: True)
    try:
        compiled = compile_expression(rule, words_of(program), segments.where(name))
    except ExceptionGroup as group:
        segments.mistakes.include(group)
        return Segment(name, rule, lambda _: False)
    return Segment(name, rule, lambda view: compiled.run(view, {}), compiled.needs)
