"""Rules of taste as program.yaml says them: what must hold for whatever says that it has this taste."""

from collections.abc import Iterator
from dataclasses import dataclass

from journeys.document import Scalar
from journeys.place import Place
from journeys.section import Section


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of taste: its name, its condition as it is written, and where that stands."""

    name: str
    text: str
    at: Place


def read_taste(program: Section) -> tuple[Rule, ...]:
    """Read `taste`: conditions by name."""
    section = program.section("taste", required=False)
    return tuple(_rules(section)) if section else ()


def _rules(section: Section) -> Iterator[Rule]:
    for name in section.dashed_names:
        value = section.value(name)
        if not isinstance(value, Scalar):
            section.mistakes.add(section.where_key(name), f"{name} must be a condition on one line")
        else:
            yield Rule(name, value.text, value.place)
