"""A health model's file: YAML to a Model, and every mistake in it."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from journeys.document import Scalar, read_document
from journeys.health_model import Action, Component, Model
from journeys.health_plan import BRACES
from journeys.health_rules import read_question, read_rule
from journeys.mistakes import Mistakes, did_you_mean
from journeys.section import Section
from journeys.words import Words

MOST_POINTS = 1000
HALF = 0.5
PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)%")


def read_model(text: str, path: str, words: Words, mistakes: Mistakes) -> Model:
    """Answer the model that the file says, as much of it as can be read; what is wrong goes to `mistakes`.

    Its name is the file's. It may look at `words`. With mistakes it is never to be run, only named.
    """
    name = PurePosixPath(path).stem
    try:
        section = Section(read_document(text, path), mistakes, "the model")
    except ExceptionGroup as group:
        mistakes.include(group)
        return Model(name, name, (), ())
    title, bands = section.text("title"), tuple(_bands(section))
    components = tuple(_component(key, each, words) for key, each in section.sections("components").items())
    if "components" in section and not components:
        section.mistake("components", "a model has at least one component")
    least_known = _least_known(section)
    section.close()
    needs = frozenset(need for component in components for asked in component.questions for need in asked.needs)
    return Model(name, title, bands, components, words.fields, needs, least_known)


def _least_known(model: Section) -> float:
    """Read `least_known`: the share of the points that must be judged, half of them unless it is said."""
    value = model.value("least_known")
    if value is None:
        return HALF
    share = PERCENT.fullmatch(value.text) if isinstance(value, Scalar) else None
    if share is None or float(share[1]) > 100:
        model.mistake("least_known", "least_known is a share of the points from 0% to 100%, such as 50%")
        return HALF
    return float(share[1]) / 100


def _bands(model: Section) -> Iterator[tuple[str, int]]:
    """Read `bands`: the least score of each, the best band first, down to 0."""
    section, above = model.section("bands"), 101
    if section is None:
        return
    for name in section.names:
        least = section.whole(name)
        if not 0 <= least < above:
            section.mistake(name, f"bands go down from 100 to 0: {name} must be below {above} and not below 0")
        above = least
        yield name, least
    if above != 0:
        section.mistakes.add(section.place, "the last band takes the rest, from 0 on: write `at_risk: 0`")


def _component(name: str, section: Section, words: Words) -> Component:
    title, points, rule = section.text("title"), _points(section), read_rule(section, words)
    actions = tuple(_action(each, words) for each in section.items("plan"))
    if "plan" in section and not actions:
        section.mistake("plan", "a plan says at least one thing to do")
    section.close()
    return Component(name, title, points, rule, actions)


def _points(section: Section) -> int:
    points, value = section.whole("points"), section.value("points")
    if isinstance(value, Scalar) and isinstance(value.value, int) and not 1 <= points <= MOST_POINTS:
        section.mistake("points", f"points are a whole number from 1 to {MOST_POINTS}")
    return points


def _action(section: Section, words: Words) -> Action:
    do = section.text("do").strip()
    for name in BRACES.findall(do):
        if name.strip() not in words.fields or name.strip().startswith("contact."):
            known = [known for known in words.fields if not known.startswith("contact.")]
            section.mistake("do", f'there is no field "{name.strip()}" to fill in{did_you_mean(name.strip(), known)}')
    asked = {key: key in section or key in section.keys for key in ("when", "unless")}  # left empty, it is no yes
    when, unless = (read_question(section, key, words) if there else None for key, there in asked.items())
    section.close()
    return Action(do, when, unless)
