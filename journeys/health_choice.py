"""Which health model judges whom: the section `health` of the program, with the models it may name."""

from collections.abc import Mapping

from journeys.health_file import read_model
from journeys.health_model import Model, Models
from journeys.mistakes import did_you_mean, one_of
from journeys.needs import Need
from journeys.section import Section
from journeys.words import Words

OTHERWISE = "otherwise"


def read_health(program: Section, words: Words, sources: Mapping[str, str]) -> Models | None:
    """Answer the models by segment; none if the program says nothing about health.

    `sources` are the models' files, text by path; all of them are read, chosen or not.
    """
    models = [read_model(text, path, words, program.mistakes) for path, text in sources.items()]
    section = program.section("health", required=False)
    if section is None:
        return None
    segment = words.fields.get("account.segment")
    segments, known = segment.choices if segment else (), {model.name: model for model in models}
    chosen = {name: _model(section, name, known) for name in section.names}
    for name in chosen:
        if name != OTHERWISE and name not in segments:
            section.mistakes.add(section.where_key(name), _no_segment(name, segments))
    if OTHERWISE not in chosen:
        section.mistakes.add(
            section.place, f"health does not say which model takes the rest: write {OTHERWISE}: standard"
        )
    otherwise = chosen.pop(OTHERWISE, Model("", "", (), ()))
    asked = [model.needs for model in (*chosen.values(), otherwise)] + [segment.needs if segment else frozenset()]
    return Models(chosen, otherwise, segment.read if segment else None, frozenset[Need]().union(*asked))


def _model(section: Section, key: str, known: Mapping[str, Model]) -> Model:
    name = section.text(key)
    if name and name not in known:
        hint = did_you_mean(name, known) or (f"; there are: {one_of(known)}" if known else "; there is none yet")
        section.mistake(key, f'there is no health model "{name}"{hint}')
    return known.get(name, Model(name, name, (), ()))


def _no_segment(name: str, segments: tuple[str, ...]) -> str:
    hint = did_you_mean(name, (*segments, OTHERWISE)) or f"; there are: {one_of((*segments, OTHERWISE))}"
    return f'there is no segment "{name}"{hint}'
